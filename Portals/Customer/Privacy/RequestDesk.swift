import FoundationEssentials
import Platform

/// One request: what is known of the person, handing it out, and erasing it.
struct RequestDesk: Sendable {
    let registry: Registry
    let scope: Scope
    let request: SubjectRequest

    private var path: String { "\(PrivacyRoutes.path)/requests/\(request.id)" }
    private var words: PrivacyWords { PrivacyWords(registry: registry, scope: scope) }
    private var crumbs: [Crumb] { [Crumb(scope.say("privacy.title"), path: PrivacyRoutes.path)] }

    /// - Throws: `PrivacyError.over`.
    private func subject() async throws -> Subject {
        guard let subject = try await SubjectRequests(in: scope).subject(of: request.id) else { throw PrivacyError.over }
        return subject
    }

    func page() async throws -> SubjectRequestPage {
        guard request.state == .open else { return over }
        let subject = try await subject()
        let found = try await SubjectErasure(subject, registry, in: scope).find()
        let (free, kept) = (found.records.filter { $0.ground == nil }, found.records.filter { $0.ground != nil })
        return SubjectRequestPage(
            title: scope.formats.list(subject.texts), crumbs: crumbs, state: words.badge(request), facts: words.facts(request),
            note: request.before.map { words.say("requests.before", ["date": .text(scope.formats.date($0))]) },
            found: .init(
                action: path, records: free.map { .init($0, words.detail($0)) }, exportPath: "\(path)/export", closePath: "\(path)/close",
                closeQuestion: words.say("requests.close_question"), more: found.hasMore ? words.say("requests.more", ["most": .number(Findings.most)]) : nil,
                isNothing: found.records.isEmpty),
            kept: kept.isEmpty ? nil : words.kept(kept), report: nil)
    }

    private var over: SubjectRequestPage {
        SubjectRequestPage(
            title: words.say("requests.single"), crumbs: crumbs, state: words.badge(request), facts: words.facts(request), note: nil, found: nil, kept: nil,
            report: request.report.map { .init(gone: words.gone($0), stays: words.stays($0)) })
    }

    func preview(_ form: Form, error: String? = nil) async throws -> ErasurePreviewPage {
        let subject = try await subject(), keys = form.all("record")
        let report = try await SubjectErasure(subject, registry, in: scope).preview(Set(keys))
        let chosen = ErasureReason(rawValue: form.text("reason"))
        return ErasurePreviewPage(
            title: words.say("preview.title", ["who": .text(scope.formats.list(subject.texts))]), crumbs: crumbs + [Crumb(words.say("requests.single"), path: path)],
            gone: words.gone(report), stays: words.stays(report), error: error, action: "\(path)/erase", cancelPath: path,
            records: keys.map { HiddenValue("record", $0) },
            reason: FormField(
                "reason", label: words.say("requests.reason"),
                .choice(.init(ErasureReason.allCases.map { Choice($0.rawValue, words.say("reasons.\($0.rawValue)"), isSelected: $0 == chosen) }))))
    }

    func export() async throws -> Response { try await SubjectExport(subject(), registry, in: scope).response(request.id) }

    func erase(_ form: Form) async throws -> Answer<ErasurePreviewPage> {
        guard form["sure"] != nil, let reason = ErasureReason(rawValue: form.text("reason")) else {
            return .page(try await preview(form, error: scope.say("platform.erase.unsure")), status: .unprocessableContent)
        }
        do {
            _ = try await SubjectErasure(subject(), registry, in: scope).run(request.id, Set(form.all("record")), because: reason)
        } catch PrivacyError.importing {
            return .page(try await preview(form, error: scope.say(PrivacyError.importing.message)), status: PrivacyError.importing.status)
        }
        return .seeOther(path, saying: Announcement(words.say("requests.said_erased")))
    }

    func close() async throws -> Answer<SubjectRequestPage> {
        try await SubjectRequests(in: scope).close(request.id)
        return .seeOther(PrivacyRoutes.path, saying: Announcement(words.say("requests.said_closed")))
    }
}
