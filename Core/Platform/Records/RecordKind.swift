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
    /// Those of them that this caller sees but does not write.
    let readOnly: Set<String>
    /// What limits the records this caller sees; nil where they see all.
    private(set) var rows: AccessRule.Rows?
    /// The same as PostgreSQL is told it.
    private(set) var restriction: RowRules.Rule?
    /// What its list shows.
    private(set) var listed: ListColumns<R>
    /// Keeps what is made of a kind that is not as declared.
    private var kept: Keeping?

    var table: String { R.schema.table }

    /// As it is declared.
    init(module: String) {
        self.init(module: module, fields: R.schema.fields, kept: nil)
    }

    private init(module: String, fields: [Field<R>], readOnly: Set<String> = [], kept: Keeping?) {
        self.module = module
        self.fields = fields
        self.readOnly = readOnly
        self.kept = kept
        permissions = RecordPermissions(module: module, records: R.schema.table, hasPersonal: R.schema.hasPersonal)
        path = "/\(module)/\(R.schema.table)"
        key = "\(module).\(R.schema.table)"
        listed = ListColumns<R>(fields)
    }

    /// With the fields that this business added, and without those it hides from the caller's role.
    func seen(by scope: Scope) -> RecordKind {
        let business = scope.business
        guard let rule = business.accessRules.rule(for: scope.member, on: table) else { return extended(business) }
        let role = scope.member.businessRole
        var kind = business.accessRules.kept.keeping("\(key) for \(role.key) on \(role.rung.rawValue)") { extended(business).limited(rule.fields) }
        if rule.rows != .all {
            kind.rows = rule.rows
            kind.restriction = RowRules.Rule(rule, for: scope.member)
        }
        return kind
    }

    /// With the fields that this business added, whoever the caller is.
    func extended(_ business: Business) -> RecordKind {
        guard let custom = business.customFields.byTable[table], !custom.isEmpty else { return self }
        return business.customFields.kept.keeping(key) {
            RecordKind(module: module, fields: R.schema.fields + custom.map { $0.field() }, kept: Keeping())
        }
    }

    /// The title is always seen: without it nobody could tell one record from another.
    private func limited(_ access: [String: AccessRule.FieldAccess]) -> RecordKind {
        guard !access.isEmpty else { return self }
        let seen = fields.filter { access[$0.name] != .hidden || $0.name == R.schema.fields.first?.name }
        return RecordKind(
            module: module, fields: seen, readOnly: Set(seen.map(\.name).filter { access[$0] == .readOnly }), kept: Keeping())
    }

    /// With other columns in its list. Of what somebody chose nothing is kept for others: there are too many choices.
    func showing(_ columns: ListColumns<R>) -> RecordKind {
        var kind = self
        kind.listed = columns
        kind.kept = Keeping()
        return kind
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

    /// Whether something of what lists are searched by is hidden from the caller.
    var hidesSearched: Bool { searchable.count < R.schema.fields.count { $0.has(.searchable) } }
}

extension RecordKind {
    /// - Throws: `PageError.notFound` where the field is hidden from the caller.
    func shown(_ field: Field<R>) throws -> Field<R> {
        guard let seen = self.field(field.name) else { throw PageError.notFound }
        return seen
    }

    /// - Throws: `PageError.notFound` where the field is hidden from the caller, or not theirs to write.
    func writable(_ field: Field<R>) throws -> Field<R> {
        let seen = try shown(field)
        guard isEditable(seen) else { throw PageError.notFound }
        return seen
    }
}
