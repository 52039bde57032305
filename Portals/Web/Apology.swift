public import HTTPTypes
import NIOCore
public import Platform

/// A page that cannot be shown, in words for whoever asked.
public struct Apology: Sendable {
    public let status: HTTPResponse.Status
    /// nil for an error that is ours: it is logged in full, and not explained.
    public let message: Phrase?
    /// Why the subscription link of the chain refused, if that is the reason.
    public let suspension: String?
    /// The error itself, for those who can say more of it.
    public let cause: (any Error)?

    /// The database does not answer at the moment.
    public static let unavailable = Apology(.serviceUnavailable, "platform.errors.unavailable")

    private init(_ status: HTTPResponse.Status, _ message: Phrase?, suspension: String? = nil, cause: (any Error)? = nil) {
        self.cause = cause
        self.status = status
        self.message = message
        self.suspension = suspension
    }

    public init(_ error: any Error) {
        switch error {
        case let error as Refusal:
            if case .subscription(let reason) = error {
                self.init(error.status, error.message, suspension: reason)
            } else {
                self.init(error.status, error.message)
            }
        case let error as any UserFacingError:
            self.init(error.status, error.message, cause: error)
        case let error as DatabaseError where error.refusal?.state == .characterNotInRepertoire:
            // A NUL in a field that nobody types one into.
            self.init(.badRequest, PageError.badForm.message)
        // A statement that took too long was cancelled by the server, not by us: it has too much to do. One that stood in
        // another's way has done nothing, and may well be done in a moment.
        case let error as DatabaseError
        where error.isUnavailable || error.isSerializationFailure || error.refusal?.state == .queryCanceled:
            self = .unavailable
        case is IOError, is ChannelError:
            // The client hung up in the middle of what it had to say; nobody reads this.
            self.init(.badRequest, PageError.badForm.message)
        default:
            self.init(.internalServerError, nil)
        }
    }

    /// What stands above the explanation.
    var title: Phrase {
        switch status {
        case .notFound: "platform.errors.not_found_title"
        case .forbidden: "platform.errors.forbidden_title"
        case .serviceUnavailable: "platform.errors.unavailable_title"
        default: "platform.errors.title"
        }
    }
}
