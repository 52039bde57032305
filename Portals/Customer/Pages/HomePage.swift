public import Markup
public import Platform

/// Where a member arrives: what each module holds and what changed last.
/// Fills `templates/customer/home.mustache`.
public struct HomePage: Page {
    public static let template = "customer/home"

    /// E.g. `Good morning, Ada`.
    public let greeting: String
    /// The day, written out.
    public let today: String
    /// What a new business does first; empty once it has done something.
    public let steps: [Step]
    public let hasSteps: Bool
    public let cards: [Card]
    /// What was changed last, newest first.
    public let recent: [Recent]

    public init(greeting: String, today: String, steps: [Step] = [], cards: [Card], recent: [Recent]) {
        self.greeting = greeting
        self.today = today
        self.steps = steps
        hasSteps = !steps.isEmpty
        self.cards = cards
        self.recent = recent
    }

    /// One of the first things to do.
    public struct Step: Sendable {
        public let title: String
        public let text: String
        public let path: String

        public init(_ title: String, text: String, path: String) {
            self.title = title
            self.text = text
            self.path = path
        }
    }

    /// A module's records at a glance.
    public struct Card: Sendable {
        public let title: String
        public let path: String
        /// A symbol of `static/images/icons.svg`.
        public let icon: String
        /// How many, ready to read.
        public let figure: String
        public let caption: String
        /// Creates one; nil when the member may not.
        public let create: ListAction?

        public init(_ title: String, path: String, icon: String, figure: String, caption: String, create: ListAction? = nil) {
            self.title = title
            self.path = path
            self.icon = icon
            self.figure = figure
            self.caption = caption
            self.create = create
        }
    }

    /// A record changed lately.
    public struct Recent: Sendable {
        public let title: String
        public let initials: String
        /// What it is, e.g. `Customer`.
        public let kind: String
        public let path: String
        /// E.g. `3 minutes ago`.
        public let when: String
        /// The same as ISO 8601 in UTC.
        public let moment: String

        public init(_ title: String, initials: String, kind: String, path: String, when: String, moment: String) {
            self.title = title
            self.initials = initials
            self.kind = kind
            self.path = path
            self.when = when
            self.moment = moment
        }
    }
}
