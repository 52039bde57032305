public import HTTPTypes
import Postgres

/// Why a record could not be stored.
public enum RecordError: UserFacingError, Equatable {
    /// A field refers to something this business does not have.
    case noSuchReference(field: String)
    /// Someone changed or deleted it since this person opened it.
    case changedMeanwhile

    public var status: HTTPResponse.Status {
        switch self {
        case .noSuchReference: .unprocessableContent
        case .changedMeanwhile: .conflict
        }
    }

    public var message: Phrase {
        switch self {
        case .noSuchReference: "platform.problems.reference"
        case .changedMeanwhile: "platform.errors.changed_meanwhile"
        }
    }

    /// A broken foreign key belongs to the field whose column it starts from; any other error is not for people.
    init?<R: Record>(_ error: DatabaseError, in kind: RecordKind<R>) {
        guard error.isForeignKeyViolation, let constraint = error.refusal?.constraint,
            let field = kind.fields.first(where: { field in
                field.target != nil && field.columns.contains { constraint.contains($0.name) }
            })
        else { return nil }
        self = .noSuchReference(field: field.name)
    }
}
