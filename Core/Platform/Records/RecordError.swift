public import HTTPTypes
import Postgres

/// Why a record could not be stored.
public enum RecordError: UserFacingError, Equatable {
    /// A field refers to something this business does not have.
    case noSuchReference(field: String)
    /// Another record has this value, of which there may be one only.
    case taken(field: String)
    /// The value breaks a rule of the table.
    case refused(field: String)
    /// With this value the member could not see the record any more, by the rules of their business. The field is nil where
    /// they do not write it themselves.
    case outOfSight(field: String?, AccessRule.Rows)
    /// Someone changed or deleted it since this person opened it.
    case changedMeanwhile

    public var status: HTTPResponse.Status {
        switch self {
        case .noSuchReference, .taken, .refused, .outOfSight: .unprocessableContent
        case .changedMeanwhile: .conflict
        }
    }

    public var message: Phrase {
        switch self {
        case .noSuchReference: "platform.problems.reference"
        case .taken: "platform.problems.taken"
        case .refused: "platform.problems.refused"
        case .outOfSight(_, .own): "platform.problems.rule_own"
        case .outOfSight(_, .team): "platform.problems.rule_team"
        case .outOfSight: "platform.problems.rule_some"
        case .changedMeanwhile: "platform.errors.changed_meanwhile"
        }
    }

    /// The field it is about, if it is about one.
    var field: String? {
        switch self {
        case .noSuchReference(let field), .taken(let field), .refused(let field): field
        case .outOfSight(let field, _): field
        case .changedMeanwhile: nil
        }
    }

    /// A broken constraint belongs to the field whose column it is named for; any other error is not for people.
    init?<R: Record>(_ error: DatabaseError, in kind: RecordKind<R>) {
        guard let refusal = error.refusal else { return nil }
        func field(where isMeant: (Field<R>) -> Bool = { _ in true }) -> String? {
            let name = refusal.column ?? refusal.constraint ?? ""
            // The longest name wins: email_verified_at is not meant by email.
            return kind.fields.filter(isMeant).flatMap { field in field.columns.map { (field.name, $0.name) } }
                .filter { name.contains($0.1) }.max { $0.1.utf8.count < $1.1.utf8.count }?.0
        }
        if let table = refusal.table, table != kind.table, let lines = kind.lined.first(where: { $0.work.table == table })?.field.name {
            switch refusal.state {
            case .foreignKeyViolation: self = .noSuchReference(field: lines)
            case .uniqueViolation, .checkViolation, .notNullViolation: self = .refused(field: lines)
            default: return nil
            }
            return
        }
        switch refusal.state {
        case .foreignKeyViolation: guard let name = field(where: { $0.target != nil || $0.kind.isFile }) else { return nil }; self = .noSuchReference(field: name)
        case .uniqueViolation: guard refusal.constraint != "\(kind.table)_pkey", let name = field() else { return nil }; self = .taken(field: name)
        case .checkViolation, .notNullViolation: guard let name = field() else { return nil }; self = .refused(field: name)
        case .insufficientPrivilege:
            guard let rows = kind.rows, let name = rows.field else { return nil }
            self = .outOfSight(field: kind.field(name).map(kind.isEditable) == true ? name : nil, rows)
        default: return nil
        }
    }
}
