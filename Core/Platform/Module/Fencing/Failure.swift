public import FoundationEssentials
public import HTTPTypes
import NIOCore
import Postgres

/// What went wrong in a module, as far as it can be told without telling anything about anybody.
struct Failure: Sendable, Equatable {
    /// The error's type.
    let type: String
    /// In short: an enumeration's case, or what PostgreSQL refused. Never a value.
    let detail: String

    init(_ error: any Error) {
        type = String(describing: Swift.type(of: error))
        detail = Self.detail(error)
    }

    private static func detail(_ error: any Error) -> String {
        if let error = error as? DatabaseError { return String(error.kind.description.prefix(200)) }
        let mirror = Mirror(reflecting: error)
        guard mirror.displayStyle == .enum else { return "" }
        // A case with values is known by its label; one without prints as its own name.
        return mirror.children.first.map { $0.label ?? "" } ?? "\(error)".prefix(100).filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// Whether it is the module's: not a refusal in words, not a client that left, not a database that is away.
    static func isOne(_ error: any Error) -> Bool {
        if error is any UserFacingError || error is CancellationError || error is IOError || error is ChannelError { return false }
        guard let error = error as? DatabaseError else { return true }
        if error.isUnavailable || error.isCancelled || error.isSerializationFailure { return false }
        return error.refusal?.state != .characterNotInRepertoire && error.refusal?.state != .queryCanceled
    }
}

/// A part of a module rests, because it failed again and again.
public struct Resting: UserFacingError, Equatable {
    /// The module's id.
    public let module: String
    /// When it is tried again by itself.
    public let until: Date

    public var status: HTTPResponse.Status { .serviceUnavailable }
    public var message: Phrase { "platform.errors.resting" }
}
