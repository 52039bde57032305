import FoundationEssentials
import Platform

/// Reads and shows what an operator says before assisting.
struct AssistQuestion: Sendable {
    let seat: AssistSeat
    let voice: Voice
    let typed: Form
    private var problems: [String: Phrase] = [:]

    struct Wish: Sendable { let reason: String, minutes: Int }

    init(seat: AssistSeat, voice: Voice, typed: Form = Form()) {
        self.seat = seat
        self.voice = voice
        self.typed = typed
    }

    /// - Returns: nil when something is wrong.
    mutating func read() -> Wish? {
        let reason = self.reason
        let minutes = Int(typed.text("minutes")).flatMap { Assist.lengths.contains($0) ? $0 : nil }
        // As PostgreSQL counts.
        if !Assist.reasons.contains(reason.unicodeScalars.count) {
            refuse("reason", Phrase("assists.ask.reason_wrong", ["least": .number(Assist.reasons.lowerBound), "most": .number(Assist.reasons.upperBound)]))
        }
        if minutes == nil { refuse("minutes", "assists.ask.length_wrong") }
        guard problems.isEmpty, let minutes else { return nil }
        return Wish(reason: reason, minutes: minutes)
    }

    mutating func refuse(_ field: String, _ problem: Phrase) { problems[field] = problem }

    /// - Parameter refused: why there is nothing to ask for; then the form is not shown.
    func page(refused: Operators.AssistAnswer? = nil) -> AssistQuestionPage {
        let question = AdminQuestion(
            title: say("title"), lead: say("lead"), fields: fields, action: AssistRoutes.path(seat.member, of: seat.business), submit: say("submit"),
            cancelPath: "/people/\(seat.user)")
        return AssistQuestionPage(
            title: say("title"), crumbs: crumbs, question: refused == nil ? question : nil, refusal: refused.map { say($0.rawValue) }, ready: nil)
    }

    /// - Parameter address: of the customer portal, with the link.
    func ready(_ address: String) -> AssistQuestionPage {
        AssistQuestionPage(
            title: say("ready"), crumbs: crumbs, question: nil, refusal: nil, ready: .init(text: say("ready_text"), address: address, label: say("open")))
    }

    private var reason: String { trimmed(typed.text("reason").replacing("\r\n", with: "\n").filter { $0 != "\0" }) }

    private var crumbs: [Crumb] {
        [
            Crumb(voice.say("operators.businesses.title"), path: "/businesses"), Crumb(seat.businessName, path: "/businesses/\(seat.business)"),
            Crumb(seat.name, path: "/people/\(seat.user)"),
        ]
    }

    private var fields: [FormField] {
        func error(_ name: String) -> String? { problems[name].map(voice.say) }
        let chosen = typed["minutes"] ?? Assist.lengths.first.map(String.init)
        let lengths = Assist.lengths.map { minutes in
            Choice(String(minutes), voice.say(Phrase("assists.ask.minutes", ["count": .number(minutes)])), isSelected: String(minutes) == chosen)
        }
        return [
            FormField(
                "reason", label: say("reason"), help: say("reason_help"), error: error("reason"), isRequired: true, hasFocus: problems["reason"] != nil,
                .longText(.init(reason, maxLength: Assist.reasons.upperBound))),
            FormField("minutes", label: say("length"), error: error("minutes"), .choice(.init(lengths))),
            FormField(
                "password", label: say("password"), error: error("password"), isRequired: true, hasFocus: problems["password"] != nil,
                .text(.init(.password, autocomplete: "current-password"))),
        ]
    }

    private func say(_ key: String) -> String {
        voice.say(Phrase("assists.ask.\(key)", ["name": .text(seat.name), "business": .text(seat.businessName)]))
    }
}

/// Asks why and for how long, and leads over. Fills `templates/admin/assist.mustache`.
struct AssistQuestionPage: Page {
    static let template = "admin/assist"

    let title: String
    let crumbs: [Crumb]
    // One of these is there.
    let question: AdminQuestion?
    let refusal: String?
    let ready: Ready?

    struct Ready: Sendable {
        let text: String
        /// The whole address, in the other portal.
        let address: String
        let label: String
    }
}
