import Platform

/// What members of a suspended business see instead of every page.
/// Fills `templates/customer/suspended.mustache`.
struct SuspendedPage: Page {
    static let template = "customer/suspended"

    let businessName: String
    /// The operator's reason, word for word.
    let reason: String
    /// Since when, ready to read.
    let since: String
    /// Where a POST signs out.
    let signOutPath: String
}
