import FoundationEssentials
import Postgres

/// A kind of record about which a business can decide who sees what of it.
public struct Ruleable: Sendable {
    public let table: String
    public let one: Phrase, many: Phrase
    /// Whether such records have an owner, so that they can be a member's own or a team's.
    public let isOwned: Bool
    /// All but the title, which is always seen.
    public let fields: [Field]
    /// Those by whose values records can be told apart.
    public var deciders: [Field] { fields.filter { $0.column != nil } }
    /// - Parameter chosen: ids by field.
    let options: @Sendable (_ chosen: [String: [UUID]]) -> Query<[ReferenceOption]>

    /// One of its fields.
    public struct Field: Sendable {
        public let name: String
        public let label: Phrase
        /// Written by the platform only, whatever is decided.
        public let isPlatform: Bool
        /// What its values lie in, for `AccessRule.Rows.some`; nil where they are not few.
        public let column: String?
        /// Its values in their plain form, with what they are called.
        public let values: [(plain: String, label: Phrase)]
    }

    /// The first records that its references can refer to, by the field: they are such a field's values. So is what the rules
    /// of any role name, whether or not it is still there: what a form does not show, it would take away unseen.
    public func referred(in scope: Scope) async throws -> [String: [(plain: String, label: Phrase)]] {
        let named = named(in: scope.business.accessRules)
        let found = try await scope.db.fetch(options(named.mapValues { $0.compactMap { UUID(uuidString: $0) } }))
        var referred = Dictionary(grouping: found, by: \.field).mapValues { $0.map { ($0.id, said($0.title)) } }
        for field in deciders {
            let known = Set(field.values.map(\.plain) + (referred[field.name] ?? []).map(\.0))
            let others = (named[field.name] ?? []).filter { !known.contains($0) }
            referred[field.name, default: []] += others.map { ($0, UUID(uuidString: $0) == nil ? said($0) : "platform.access.gone") }
        }
        return referred.mapValues { $0.map { (plain: $0.0, label: $0.1) } }
    }

    private func said(_ text: String) -> Phrase { Phrase("platform.values.text", ["text": .text(text)]) }

    /// The values that rules about these records name, by the field.
    private func named(in rules: AccessRules) -> [String: [String]] {
        var named: [String: Set<String>] = [:]
        for rule in rules.byRole.values.compactMap({ $0[table] }) {
            guard case .some(let field, _, let values) = rule.rows else { continue }
            named[field, default: []].formUnion(values)
        }
        return named.mapValues { $0.sorted() }
    }
}

extension Registry {
    /// The kinds of record of a business, in the modules' order, as its admins see them.
    public func ruleable(for scope: Scope) -> [Ruleable] {
        modules.filter { scope.business.has($0.feature) }.flatMap { module in
            module.records.map { $0.visit(module.id, RuleableMaking(scope: scope)) }
        }
    }
}

private struct RuleableMaking: RecordVisitor {
    let scope: Scope

    func visit<R: Record>(_ kind: RecordKind<R>) -> Ruleable {
        let kind = kind.seen(by: scope)
        let fields = kind.fields.dropFirst().map { field in
            let values = values(of: field, kind)
            return Ruleable.Field(
                name: field.name, label: kind.label(field), isPlatform: field.has(.platform),
                column: values == nil ? nil : field.columns.first?.name ?? "custom.\(field.name)", values: values ?? [])
        }
        let references = kind.fields.filter { $0.has(.filterable) && $0.target?.isMember == false }
        return Ruleable(
            table: kind.table, one: kind.one, many: kind.many, isOwned: R.schema.owner != nil, fields: fields,
            options: { ReferenceOptions(fields: references).query(including: $0) })
    }

    /// nil for a field whose values are not few; a reference's are asked for later.
    private func values<R: Record>(of field: Field<R>, _ kind: RecordKind<R>) -> [(plain: String, label: Phrase)]? {
        guard field.has(.filterable) else { return nil }
        return switch field.kind {
        case .choice(let values): values.map { ($0, kind.choice($0, of: field)) }
        case .yesNo: [("true", "platform.values.yes"), ("false", "platform.values.no")]
        case .reference(let target): target.isMember ? nil : []
        default: nil
        }
    }
}
