import Platform

/// One business: its members, how many rows it keeps, and whether it may work.
/// Fills `templates/admin/business.mustache`.
struct BusinessPage: Page {
    static let template = "admin/business"

    let name: String
    let initials: String
    let status: Badge
    let crumbs: [Crumb]
    /// Language, currency, time zone, since when.
    let facts: [Fact]
    /// How many rows of each record it keeps.
    let figures: [Figure]
    let members: Table
    /// Says so where not all members are shown.
    let more: Pager?
    /// Why it is suspended, while it is.
    let suspension: Suspension?
    /// Nil while it is suspended, or when the operator may not suspend.
    let suspend: SuspendForm?

    struct Suspension: Sendable {
        let reason: String
        /// By whom and since when, ready to read.
        let text: String
        /// Where a POST ends it; nil when the operator may not.
        let reactivatePath: String?
    }

    struct SuspendForm: Sendable {
        /// Where the form posts.
        let action: String
        /// Asks for the reason, which the members will read.
        let reason: FormField
        /// Whether it was sent and came back with an error.
        let isOpen: Bool

        init(action: String, reason: FormField) {
            self.action = action
            self.reason = reason
            isOpen = reason.error != nil
        }
    }
}
