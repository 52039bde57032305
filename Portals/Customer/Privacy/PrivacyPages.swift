import Platform

/// What people asked about themselves, and what is kept for how long. Fills `templates/customer/privacy.mustache`.
struct PrivacyPage: Page {
    static let template = "customer/privacy"

    let crumbs: [Crumb]
    let newPath: String
    /// nil before the first one.
    let requests: Table?
    /// How long what is not needed any more is kept, a sentence each.
    let retention: [String]
    /// What becomes shorter, and from when; nil where nothing does.
    let notice: String?
    /// What goes after that time, and what never does.
    let ages: [String]
    /// What was removed, run by run; nil before the first one.
    let purges: Table?
}

/// One request. Fills `templates/customer/privacy-request.mustache`.
struct SubjectRequestPage: Page {
    static let template = "customer/privacy-request"

    let title: String
    let crumbs: [Crumb]
    let state: Badge
    let facts: [Fact]
    /// That the same person was erased before.
    let note: String?
    /// nil once it is over.
    let found: Found?
    /// What is kept although they ask, and why; nil where nothing is.
    let kept: Table?
    /// What was done; nil until it was.
    let report: Report?

    struct Found: Sendable {
        /// Where the form posts that shows what erasing would do.
        let action: String
        /// Those to choose from.
        let records: [Choice]
        let exportPath: String
        /// Where a POST ends the request without erasing anything.
        let closePath: String
        let closeQuestion: String
        /// That there are more than are shown; nil where there are not.
        let more: String?
        let isNothing: Bool
    }

    struct Choice: Sendable {
        let value: String
        let title: String
        let text: String

        init(_ record: FoundRecord, _ text: String) {
            value = record.key
            title = record.title
            self.text = text
        }
    }

    struct Report: Sendable {
        let gone: Table?
        let stays: Table?
    }
}

/// What erasing would do, and the question whether it should. Fills `templates/customer/privacy-erase.mustache`.
struct ErasurePreviewPage: Page {
    static let template = "customer/privacy-erase"

    let title: String
    let crumbs: [Crumb]
    let gone: Table?
    let stays: Table?
    let error: String?
    let action: String
    let cancelPath: String
    /// The records that were chosen.
    let records: [HiddenValue]
    let reason: FormField
}
