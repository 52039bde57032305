import Platform

/// Asks before a key is revoked. Fills `templates/customer/key-revoke.mustache`.
struct RevokeKeyPage: Page {
    static let template = "customer/key-revoke"

    /// The question, e.g. `Revoke Web shop?`
    let title: String
    let crumbs: [Crumb]
    /// What the key may do, and when it was used last.
    let facts: [Fact]
    /// Where the form posts.
    let action: String
    let cancelPath: String
}
