import Platform

/// Asks for a proof. Fills `templates/customer/confirm.mustache`.
struct ConfirmPage: Page {
    static let template = "customer/confirm"

    /// Where the forms post.
    let action: String
    /// Where a script asks what a passkey is to sign; nil for who has none.
    let passkeyOptionsPath: String?
    /// Why a passkey was not taken.
    let error: String?
    /// The member's address, for the browser's password store.
    let userName: String
    let text: String
    /// Carried along.
    let hidden: [HiddenValue]
    /// nil for those who have a second factor: a password alone would not let them in either.
    let password: FormField?
    /// nil without a second factor.
    let code: FormField?
}
