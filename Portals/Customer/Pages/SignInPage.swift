import Platform

/// Signing in as a member. Fills `templates/customer/sign-in.mustache`.
struct SignInPage: Page {
    static let template = "customer/sign-in"

    /// Where the form posts.
    let action: String
    let fields: [FormField]
    /// Why it did not work, the same for an unknown address and a wrong password.
    let error: String?
    /// The page that asked to sign in, carried along as `next`.
    let next: String?
    let registerPath: String
    /// nil where no mail is sent.
    let forgottenPath: String?
    /// nil where no mail is sent.
    let linkPath: String?
    /// Where one comes in through one's company.
    let companyPath: String
    /// Where a passkey's signature posts.
    let passkeyPath: String
    /// Where a script asks what is to be signed.
    let passkeyOptionsPath: String
}
