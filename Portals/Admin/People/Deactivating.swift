import Platform

/// Shuts a person's account, and opens it again. Either is noted with the operator's name in the
/// transaction that does it.
struct Deactivating: Sendable {
    let scope: OperatorScope

    /// Ends all the person's sessions with it.
    /// - Returns: what the person is called, and whether anything was changed.
    /// - Throws: `PageError.notFound`.
    func deactivate(_ id: ID<User>) async throws -> Outcome {
        try await change(id, "person.deactivated", """
            update users set deactivated_at = now(), version = version + 1, updated_at = now()
             where id = \(id) and deactivated_at is null
            """)
    }

    /// - Returns: what the person is called, and whether anything was changed.
    /// - Throws: `PageError.notFound`.
    func activate(_ id: ID<User>) async throws -> Outcome {
        try await change(id, "person.activated", """
            update users set deactivated_at = null, version = version + 1, updated_at = now()
             where id = \(id) and deactivated_at is not null
            """)
    }

    /// Sessions end either way: one that was being opened while the account was shut must not
    /// come to life when it is opened again.
    private func change(_ id: ID<User>, _ action: String, _ update: SQL) async throws -> Outcome {
        let sql: SQL = """
            with saved as (\(update) returning id, name),
            ended as (delete from sessions using saved where sessions.user_id = saved.id),
            noted as (
                insert into operator_actions (id, operator_id, action, subject_id)
                select \(ID<Operator>()), \(scope.operatorID), \(action), saved.id from saved)
            select name, true from saved
            union all
            select name, false from users where id = \(id) and not exists (select from saved)
            """
        let change: Query<Outcome?> = .first(sql, as: Outcome.init(name:isDone:))
        let outcome: Outcome? = try await scope.db.write(change)
        guard let outcome else { throw PageError.notFound }
        return outcome
    }
}
