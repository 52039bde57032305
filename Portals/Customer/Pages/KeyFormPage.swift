import Platform

/// Makes an API key: asks what it is to be, then shows it, the only time it can be seen.
/// Fills `templates/customer/key-form.mustache`.
struct KeyFormPage: Page {
    static let template = "customer/key-form"

    let crumbs: [Crumb]
    /// The list of keys.
    let listPath: String
    // Exactly one of these is there.
    let question: Question?
    let made: Made?

    struct Question: Sendable {
        /// Where the form posts.
        let action: String
        /// What the key is to be known by, sent as `id`, so that a form sent twice makes one key.
        let id: String
        let sections: [FormSection]
        let groups: [Group]
        /// What is wrong with what the key may do.
        let scopesError: String?
        /// What is wrong as a whole.
        let error: String?
    }

    /// What there is to permit in one module.
    struct Group: Sendable {
        let title: String
        let subjects: [Subject]
    }

    /// What can be done with one kind of thing.
    struct Subject: Sendable {
        /// Makes the HTML id of its name.
        let id: String
        /// E.g. `Customers`.
        let what: String
        let scopes: [Choice]
    }

    /// A new key.
    struct Made: Sendable {
        /// What it is called.
        let name: String
        let secret: String
        /// What a program sends with each request.
        let header: String
    }
}
