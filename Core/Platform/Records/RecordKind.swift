/// A record in its module, as one caller sees it: where it is found, who may do what with it, and its fields.
public struct RecordKind<R: Record>: Sendable, Formed {
    public let module: String
    public let permissions: RecordPermissions
    /// Where its list is: `/crm/customers`.
    public let path: String
    /// Where the catalogue keeps its words: `crm.customers`.
    public let key: String
    /// The declared fields and those the business added, in the order of the form.
    let fields: [Field<R>]
    /// What its list shows.
    let listed: ListColumns<R>
    /// Keeps what is made of a kind that is not as declared.
    private let kept: Keeping?

    var table: String { R.schema.table }

    /// As it is declared.
    init(module: String) {
        self.init(module: module, fields: R.schema.fields, kept: nil)
    }

    private init(module: String, fields: [Field<R>], kept: Keeping?) {
        self.module = module
        self.fields = fields
        self.kept = kept
        permissions = RecordPermissions(module: module, records: R.schema.table, hasPersonal: R.schema.hasPersonal)
        path = "/\(module)/\(R.schema.table)"
        key = "\(module).\(R.schema.table)"
        listed = ListColumns<R>(fields)
    }

    /// With the fields that this business added.
    func seen(by scope: Scope) -> RecordKind {
        let business = scope.business.customFields
        guard let custom = business.byTable[table], !custom.isEmpty else { return self }
        return business.kept.keeping(key) {
            RecordKind(module: module, fields: R.schema.fields + custom.map { $0.field() }, kept: Keeping())
        }
    }

    /// What is made of this kind and a voice's words, kept for the next who needs it under that name.
    func keeping<Made: Sendable>(_ name: String, _ voice: Voice, _ make: () -> Made) -> Made {
        guard let kept else { return voice.keeping("\(name) of \(key)", make) }
        return kept.keeping("\(name) in \(voice.formats.language.rawValue) \(voice.formats.timeZone.identifier)", make)
    }

    /// What the record is called: "Customer".
    var one: Phrase { Phrase("\(key).singular") }
    /// What several are called: "Customers".
    var many: Phrase { Phrase("\(key).plural") }

    func path(_ id: ID<R>, _ doing: String = "") -> String {
        doing.isEmpty ? "\(path)/\(id)" : "\(path)/\(id)/\(doing)"
    }
}

extension RecordKind {
    /// What a record is called in lists and pickers: its first field.
    var titleColumn: String { R.schema.titleColumn }

    var searchable: [Field<R>] { fields.filter { $0.has(.searchable) } }
}

