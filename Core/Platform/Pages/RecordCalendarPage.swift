public import Markup

/// Records on their days, a month at a time. Fills `templates/records/calendar.mustache`.
public struct RecordCalendarPage: Page {
    public static let template = "records/calendar"

    public let title: String
    public let tabs: [Tab]
    /// Where the search and the filters lead: the calendar itself.
    public let path: String
    /// The saved views and the columns to choose from.
    public let tools: ListTools?
    public let search: Search?
    public let filters: [Filter]
    /// The month, which the search form carries along.
    public let hidden: [HiddenValue]
    public let clearPath: String?
    /// E.g. `November 2026`.
    public let month: String
    public let previousPath: String
    public let nextPath: String
    /// Nil while the present month is shown.
    public let todayPath: String?
    public let weekdays: [Weekday]
    public let weeks: [Week]
    /// Whether nothing is on any day of the month.
    public let isEmpty: Bool
    /// Nil when the member may not create.
    public let create: ListAction?

    public struct Weekday: Sendable {
        public let name: String
        public let short: String
    }

    public struct Week: Sendable {
        public let days: [Day]
    }

    public struct Day: Sendable {
        public let number: String
        /// ISO 8601.
        public let date: String
        /// The whole date in words.
        public let name: String
        public let isToday: Bool
        /// Of the month before or after.
        public let isOutside: Bool
        public let entries: [Entry]
        /// Those that unfold; at most fifty with the entries before them.
        public let more: [Entry]
        /// How many these are; nil when there are none.
        public let moreLabel: String?
    }

    public struct Entry: Sendable {
        public let title: String
        public let path: String
    }
}
