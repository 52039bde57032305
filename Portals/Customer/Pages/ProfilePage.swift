import Platform

/// A member's own name, address and language. Fills `templates/customer/profile.mustache`.
struct ProfilePage: Page {
    static let template = "customer/profile"

    /// Where the form posts.
    let action: String
    /// nil where the address is confirmed, or no mail is sent.
    let reminder: AddressReminder?
    let sections: [FormSection]
    /// How one signs in, and what protects that.
    let links: [Link]

    struct Link: Sendable {
        let path: String
        /// A symbol of `static/images/icons.svg`.
        let icon: String
        let label: String
        let text: String
    }
    /// Where one takes one's data along, or ends the account.
    let dataPath: String
    /// Where another address is asked for; nil where no mail is sent.
    let addressPath: String?
    /// Where a member gives up their seat.
    let leavePath: String
}
