import FoundationEssentials
import Platform

/// `/mail`: what is on its way to people, and what could not be sent.
struct MailRoutes: Sendable {
    static let path = "/mail"
    /// Whether there is a mail server; otherwise what is written waits.
    let sendsMail: Bool

    var routes: [Route<OperatorScope>] {
        [
            .get(Self.path, .operators(.support)) { _, scope in
                let mails = try await MailQueue(scope: scope).page()
                return .page(MailPage(table: mails.isEmpty ? nil : MailTable(scope: scope).table(mails), isUnsent: !sendsMail))
            },
            .post("\(Self.path)/{id}/retry", .operators(.admin)) { request, scope -> Answer<MailPage> in
                let isDone = try await MailQueue(scope: scope).retry(request.id())
                let said = scope.voice.say(isDone ? "operators.mail.retried" : "operators.mail.retried_already")
                return .seeOther(Self.path, saying: Announcement(said, kind: isDone ? .success : .info))
            },
        ]
    }
}

/// Shows the queue.
struct MailTable {
    let scope: OperatorScope

    func table(_ mails: [QueuedMail]) -> Table {
        let labels = ["subject", "state", "written", "error"].map { say($0) }
        return Table(
            say("title"), columns: [.init(say("recipient"))] + labels.map { .init($0) }, rows: mails.map { row($0, labels) })
    }

    private func row(_ mail: QueuedMail, _ labels: [String]) -> Table.Row {
        let mayRetry = scope.role == .admin && (mail.state == .failed || mail.state == .again)
        return Table.Row(
            id: mail.id.description, title: mail.recipient, link: .mail(to: mail.recipient),
            cells: [
                Table.Cell(mail.subject, label: labels[0]),
                .badge(state(mail), mail.state.tone, label: labels[1]),
                scope.voice.cell(labels[2], mail.createdAt),
                Table.Cell(mail.error ?? "", label: labels[3], style: .reason),
            ],
            action: mayRetry ? Table.Action(say("retry"), path: "\(MailRoutes.path)/\(mail.id)/retry") : nil)
    }

    private func state(_ mail: QueuedMail) -> String {
        scope.voice.say(Phrase("operators.mail.states.\(mail.state.rawValue)", [
            "when": .text(scope.voice.formats.relative(mail.sentAt ?? mail.nextAt, to: Date())),
        ]))
    }

    private func say(_ key: String) -> String { scope.voice.say(Phrase("operators.mail.\(key)")) }
}

extension QueuedMail.State {
    fileprivate var tone: Tone {
        switch self {
        case .sent: .positive
        case .failed: .negative
        case .again: .warning
        case .waiting: .neutral
        }
    }
}
