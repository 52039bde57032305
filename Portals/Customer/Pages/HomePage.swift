import Platform

/// Where a member arrives: what each module holds and what changed last.
/// Fills `templates/customer/home.mustache`.
struct HomePage: Page {
    static let template = "customer/home"

    /// E.g. `Good morning, Ada`.
    let greeting: String
    /// The day, written out.
    let today: String
    /// nil where the member's address is confirmed, or no mail is sent.
    let reminder: AddressReminder?
    /// What a new business does first; empty once it has done something.
    let steps: [Step]
    let hasSteps: Bool
    let cards: [Card]
    /// What was changed last, newest first.
    let recent: [Recent]

    init(greeting: String, today: String, reminder: AddressReminder?, steps: [Step], cards: [Card], recent: [Recent]) {
        self.greeting = greeting
        self.today = today
        self.reminder = reminder
        self.steps = steps
        hasSteps = !steps.isEmpty
        self.cards = cards
        self.recent = recent
    }

    /// One of the first things to do.
    struct Step: Sendable {
        let title: String
        let text: String
        let path: String
    }

    /// A module's records at a glance.
    struct Card: Sendable {
        let title: String
        let path: String
        /// A symbol of `static/images/icons.svg`.
        let icon: String
        /// How many, ready to read.
        let figure: String
        let caption: String
        /// Creates one; nil when the member may not.
        let create: ListAction?
    }

    /// A record changed lately.
    struct Recent: Sendable {
        let title: String
        let initials: String
        /// What it is, e.g. `Customer`.
        let kind: String
        let path: String
        /// E.g. `3 minutes ago`.
        let when: String
        /// The same as ISO 8601 in UTC.
        let moment: String
    }
}
