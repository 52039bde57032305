public import Markup
public import Platform

/// One business: its members, how many rows it keeps, and whether it may work.
/// Fills `templates/admin/business.mustache`.
public struct BusinessPage: Page {
    public static let template = "admin/business"

    public let name: String
    public let initials: String
    public let status: Badge
    public let crumbs: [Crumb]
    /// Language, currency, time zone, since when.
    public let facts: [Fact]
    /// How many rows of each record it keeps.
    public let figures: [Figure]
    public let members: Table
    /// Says so where not all members are shown.
    public let more: Pager?
    /// Why it is suspended, while it is.
    public let suspension: Suspension?
    /// Nil while it is suspended, or when the operator may not suspend.
    public let suspend: SuspendForm?

    public init(
        name: String, initials: String, status: Badge, crumbs: [Crumb], facts: [Fact], figures: [Figure],
        members: Table, more: Pager? = nil, suspension: Suspension? = nil, suspend: SuspendForm? = nil
    ) {
        self.name = name
        self.initials = initials
        self.status = status
        self.crumbs = crumbs
        self.facts = facts
        self.figures = figures
        self.members = members
        self.more = more
        self.suspension = suspension
        self.suspend = suspend
    }

    public struct Suspension: Sendable {
        public let reason: String
        /// By whom and since when, ready to read.
        public let text: String
        /// Where a POST ends it; nil when the operator may not.
        public let reactivatePath: String?

        public init(reason: String, text: String, reactivatePath: String?) {
            self.reason = reason
            self.text = text
            self.reactivatePath = reactivatePath
        }
    }

    public struct SuspendForm: Sendable {
        /// Where the form posts.
        public let action: String
        /// Asks for the reason, which the members will read.
        public let reason: FormField
        /// Whether it was sent and came back with an error.
        public let isOpen: Bool

        public init(action: String, reason: FormField) {
            self.action = action
            self.reason = reason
            isOpen = reason.error != nil
        }
    }
}
