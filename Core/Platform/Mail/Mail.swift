public import Postgres

/// One mail to one person, ready to be sent: its words, as text and as a page.
public struct Mail: Sendable {
    public let id: ID<Mail>
    /// What causes it, such as `reset`: a word for those who look after the queue.
    public let kind: String
    public let recipient: EmailAddress
    /// A language tag, e.g. `ar`.
    public let language: String
    public let subject: String
    public let plain: String
    public let html: String
    /// How long it is worth sending; nil: as long as it takes.
    public let lifetime: Duration?

    /// Puts it in the queue. Run in the transaction that causes it, it is sent exactly when that is kept.
    public var posting: SQL {
        """
        select kontor.post_mail(\(id), \(kind), \(recipient.text), \(language), \(subject), \(plain), \(html), \(lifetime.map(\.inSQL))::text::interval)
        """
    }

    /// Bytes of a subject. All of it is one line of at most 998 bytes once it is encoded (RFC 5322 §2.1.1).
    static let longestSubject = 400
}

extension Duration {
    /// In whole seconds, as PostgreSQL reads an interval.
    var inSQL: String { "\(components.seconds) seconds" }
}
