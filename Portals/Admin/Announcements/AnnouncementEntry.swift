import FoundationEssentials
import Platform

/// Reads what an operator tells businesses.
struct AnnouncementEntry: Sendable {
    let typed: Form
    let voice: Voice
    private(set) var problems: [String: Phrase] = [:]

    static let longest = 500

    init(_ typed: Form, _ voice: Voice) {
        self.typed = typed
        self.voice = voice
    }

    /// - Returns: nil when something is wrong.
    mutating func read(plans known: [String]) -> PlatformAnnouncement? {
        var texts: [String: String] = [:]
        for language in Language.complete {
            let field = "text.\(language.rawValue)", text = typed.text(field), length = text.unicodeScalars.count
            if text.utf8.contains(0) { problems[field] = "platform.problems.nul" }
            if length > Self.longest { problems[field] = Phrase("platform.problems.too_long", ["limit": .number(Self.longest), "length": .number(length)]) }
            if !text.isEmpty { texts[language.rawValue] = text }
        }
        if texts.isEmpty { problems["text.en"] = "operators.announcements.text_missing" }
        let start = day("from") ?? Date(), end = day("until")
        if problems["until"] == nil {
            if let end, end + 86_400 > max(start, Date()) {} else { problems["until"] = "operators.announcements.until_wrong" }
        }
        let plans = typed.all("plans")
        // Told to everybody would be what was meant for a few.
        if !plans.allSatisfy(known.contains) { problems["plans"] = "operators.announcements.plan_gone" }
        guard problems.isEmpty, let end else { return nil }
        return PlatformAnnouncement(
            kind: typed.text("kind") == "warning" ? .warning : .info, texts: texts, plans: plans.isEmpty ? nil : plans, startsAt: start,
            endsAt: end + 86_400)
    }

    /// Its first moment in UTC; nil for none, and for what is none.
    private mutating func day(_ field: String) -> Date? {
        let text = typed.text(field)
        guard !text.isEmpty else { return nil }
        do {
            return try Date(text + "T00:00:00Z", strategy: .iso8601)
        } catch {
            problems[field] = "operators.announcements.until_wrong"
            return nil
        }
    }

    func fields(_ plans: [Businesses.PlanName]) -> [FormField] {
        func say(_ key: String) -> String { voice.say(Phrase("operators.announcements.\(key)")) }
        func error(_ name: String) -> String? { problems[name].map(voice.say) }
        let chosen = Set(typed.all("plans"))
        return Language.complete.map { language in
            let name = "text.\(language.rawValue)"
            return FormField(
                name, label: "\(say("text")) (\(language.endonym))", help: language == .en ? say("text_help") : nil, error: error(name),
                .longText(.init(typed.text(name), maxLength: Self.longest)))
        } + [
            FormField("kind", label: say("kind"), .choice(.init(["info", "warning"].map {
                Choice($0, say("kind_\($0)"), isSelected: typed.text("kind") == $0)
            }))),
            FormField("from", label: say("from"), help: say("from_help"), error: error("from"), .text(.init(.date, typed.text("from")))),
            FormField("until", label: say("until"), help: say("until_help"), error: error("until"), isRequired: true, .text(.init(.date, typed.text("until")))),
            FormField("plans", label: say("plans"), help: say("plans_help"), error: error("plans"), .choices(.init(plans.map {
                Choice($0.code, $0.name, isSelected: chosen.contains($0.code))
            }))),
        ]
    }
}
