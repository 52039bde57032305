public import Markup

/// What members of a suspended business see instead of every page.
/// Fills `templates/customer/suspended.mustache`.
public struct SuspendedPage: Page {
    public static let template = "customer/suspended"

    public let businessName: String
    /// The operator's reason, word for word.
    public let reason: String
    /// Since when, ready to read.
    public let since: String
    /// Where a POST signs out.
    public let signOutPath: String

    public init(businessName: String, reason: String, since: String, signOutPath: String) {
        self.businessName = businessName
        self.reason = reason
        self.since = since
        self.signOutPath = signOutPath
    }
}
