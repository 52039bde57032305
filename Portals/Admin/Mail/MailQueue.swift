import FoundationEssentials
import Platform

/// The mails of the whole platform: whom they go to and how far they are. What they say is for their readers alone.
struct MailQueue: Sendable {
    let scope: OperatorScope
    /// The newest of them are listed.
    static let most = 200

    /// Those that wait or were given up first, then the others; of either the newest first.
    func page() async throws -> [QueuedMail] {
        try await scope.db.rows("""
            select id, recipient, subject, attempts, next_at, sent_at, failed_at, error, created_at
              from mails order by sent_at is not null, created_at desc, id desc limit \(literal: Self.most)
            """, as: QueuedMail.init(row:))
    }

    /// Has it sent at once. Noted with the operator's name.
    /// - Returns: whether it was still to be sent.
    func retry(_ id: ID<Mail>) async throws -> Bool {
        let (retried, _) = try await scope.db.write(
            Query<Int>.value("""
                with again as (update mails set next_at = now(), failed_at = null, attempts = 0 where id = \(id) and sent_at is null returning id),
                noted as (
                    insert into operator_actions (id, operator_id, action, subject_id)
                    select \(ID<Operator>()), \(scope.operatorID), 'mail.retried', id from again)
                select count(*) from again
                """),
            Query.execute("select pg_notify('kontor_mail', '')"))
        return retried > 0
    }
}

/// One of them.
struct QueuedMail: Sendable {
    let id: ID<Mail>
    let recipient: String
    let subject: String
    let attempts: Int32
    let nextAt: Date
    let sentAt: Date?
    let failedAt: Date?
    /// Of the last try.
    let error: String?
    let createdAt: Date

    init(row: inout Row) throws {
        id = try row.next()
        recipient = try row.next()
        subject = try row.next()
        attempts = try row.next()
        nextAt = try row.next()
        sentAt = try row.next()
        failedAt = try row.next()
        error = try row.next()
        createdAt = try row.next()
    }

    enum State: String, Sendable { case sent, failed, again, waiting }

    var state: State {
        if sentAt != nil { return .sent }
        if failedAt != nil { return .failed }
        return error == nil ? .waiting : .again
    }
}
