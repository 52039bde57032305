import FoundationEssentials
import Platform
import Web

/// What would be sent, for everybody to read: it stands in for a mail server while developing, and is served only then.
struct Outbox: Sendable {
    static let path = "/outbox"
    let db: Database<Visitor>

    var routes: [Route<Visit>] {
        [
            .get(Self.path, .open(because: "it is served while developing only")) { _, visit in
                .page(OutboxPage(mails: try await db.rows("select * from kontor.outbox()") { row in try OutboxPage.Entry(&row, visit.voice) }))
            },
        ]
    }
}

/// The newest mails, one below the other. Fills `templates/customer/outbox.mustache`.
struct OutboxPage: Page {
    static let template = "customer/outbox"

    let mails: [Entry]

    struct Entry: Sendable {
        let id: String
        let subject: String
        let recipient: String
        /// How long ago it was written, and when exactly (ISO 8601).
        let ago: String, moment: String
        /// Its lines; one that is an address leads there.
        let lines: [Line]

        init(_ row: inout Row, _ voice: Voice) throws {
            id = try row.next(ID<Mail>.self).description
            recipient = try row.next()
            subject = try row.next()
            let text = try row.next(String.self), createdAt = try row.next(Date.self)
            ago = voice.formats.relative(createdAt, to: Date())
            moment = iso8601(createdAt)
            lines = text.split(separator: "\n").map { Line(text: String($0), address: $0.hasPrefix("http") ? String($0) : nil) }
        }
    }

    struct Line: Sendable {
        let text: String
        let address: String?
    }
}
