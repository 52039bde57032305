import Platform

/// How the platform does. Fills `templates/admin/overview.mustache`.
struct OverviewPage: Page {
    static let template = "admin/overview"

    let figures: [Tile]
    /// Sign-ups of each of the last thirty days, the oldest first.
    let days: [Bar]
    /// How many they are together, ready to read.
    let total: String
    let sold: Table
    /// What the plans bring in a month, in each currency.
    let monthly: [Fact]

    /// A figure that leads to the list it counts.
    struct Tile: Sendable {
        let label: String
        let value: String
        let path: String
        /// Whether it wants attention.
        let isWarning: Bool
    }

    struct Bar: Sendable {
        let day: String
        let count: String
        /// Of the highest of them, in per cent.
        let percent: Int
    }
}
