import Platform

/// Keeps a business from working, and lets it work again. Either is noted with the operator's name in the
/// transaction that does it, and what nodes remember of the members is forgotten everywhere at once.
struct Suspending: Sendable {
    let scope: OperatorScope

    /// - Parameter reason: 1 to 500 characters, which the members read.
    /// - Throws: `PageError.notFound`.
    func suspend(_ id: ID<Business>, because reason: String) async throws -> Outcome {
        try await change(id, "business.suspended", reason, """
            update businesses
               set suspended_reason = \(reason), suspended_at = now(), version = version + 1, updated_at = now()
             where id = \(id) and suspended_reason is null
            """)
    }

    /// - Throws: `PageError.notFound`.
    func reactivate(_ id: ID<Business>) async throws -> Outcome {
        try await change(id, "business.reactivated", nil, """
            update businesses
               set suspended_reason = null, suspended_at = null, version = version + 1, updated_at = now()
             where id = \(id) and suspended_reason is not null
            """)
    }

    private func change(_ id: ID<Business>, _ action: String, _ reason: String?, _ update: SQL) async throws -> Outcome {
        let sql: SQL = """
            with saved as (\(update) returning id, name),
            noted as (
                insert into operator_actions (id, operator_id, action, subject_id, reason)
                select \(ID<Operator>()), \(scope.operatorID), \(action), saved.id, \(reason) from saved)
            select name, true from saved
            union all
            select name, false from businesses where id = \(id) and not exists (select from saved)
            """
        let change: Query<Outcome?> = .first(sql, as: Outcome.init(name:isDone:))
        let outcome: Outcome? = try await scope.db.write(change)
        guard let outcome else { throw PageError.notFound }
        return outcome
    }
}

/// Why a business is suspended, as an operator typed it.
struct SuspensionReason: Sendable, Equatable {
    static let longest = 500
    let text: String

    enum Mistake: Error, Equatable {
        case missing, tooLong

        var phrase: Phrase {
            switch self {
            case .missing: "operators.business.reason_missing"
            case .tooLong: Phrase("operators.business.reason_too_long", ["most": .number(longest)])
            }
        }
    }

    /// - Parameter typed: as a browser sends it, lines ending in CR LF.
    init(_ typed: String) throws(Mistake) {
        text = trimmed(typed.replacing("\r\n", with: "\n").filter { $0 != "\0" })
        if text.isEmpty { throw .missing }
        if text.unicodeScalars.count > Self.longest { throw .tooLong } // as PostgreSQL counts
    }
}
