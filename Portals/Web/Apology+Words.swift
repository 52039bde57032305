public import Platform

extension Apology {
    /// What stands above the explanation.
    public var title: Phrase {
        switch status {
        case .notFound: "platform.errors.not_found_title"
        case .forbidden: "platform.errors.forbidden_title"
        case .serviceUnavailable: "platform.errors.unavailable_title"
        default: "platform.errors.title"
        }
    }
}

/// The frame of pages that need none.
public struct NoFrame: Sendable {
    public init() {}
}
