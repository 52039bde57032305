import FoundationEssentials
import HTTPTypes
import Platform

/// The first answer to a request with a key, as the database keeps it.
struct KeptAnswers: Sendable {
    let scope: Scope
    let key: String
    /// Of whose records the request speaks.
    let module: String
    /// SHA-256 of the address and the body.
    let request: [UInt8]

    /// What the first who came was answered.
    struct First: Sendable {
        let response: Response
        /// The error behind it, where that is ours; nil when it is answered again.
        var mistake: (any Error)?
    }

    /// Runs `body` for the first who comes with this key, and hands the others what it answered. All of it is one
    /// transaction: an answer is there exactly when what it speaks of is.
    func first(_ body: @escaping @Sendable (Scope) async throws -> First) async throws -> First {
        try await scope.transaction { scope in
            guard try await claim(scope) else { return First(response: try await kept(scope)) }
            let first = try await body(scope)
            try await keep(first.response, scope)
            return first
        }
    }

    /// Whoever has the key already is waited for, but not for ever.
    /// - Returns: whether nobody had it.
    private func claim(_ scope: Scope) async throws -> Bool {
        do {
            let (_, _, claimed, _) = try await scope.db.write(
                Query.execute("select set_config('lock_timeout', '10s', true)"),
                Query.execute("""
                    delete from kept_answers where member_id = \(scope.member.id) and key = \(key) and created_at < now() - interval '1 day'
                    """),
                Query.execute("""
                    insert into kept_answers (member_id, key, module, request)
                    values (\(scope.member.id), \(key), \(module), \(request)) on conflict do nothing
                    """),
                Query.execute("select set_config('lock_timeout', '0', true)"))
            return claimed > 0
        } catch let error as DatabaseError where error.refusal?.state == .lockNotAvailable {
            throw KeyError.underWay
        }
    }

    private func keep(_ response: Response, _ scope: Scope) async throws {
        guard case .bytes(let bytes) = response.body else { return }
        let headers = Dictionary(response.headers.map { ($0.name.rawName, $0.value) }) { first, _ in first }
        try await scope.db.execute("""
            update kept_answers set status = \(response.status.code), headers = \(JSON(headers)), body = \(bytes)
             where member_id = \(scope.member.id) and key = \(key)
            """)
    }

    private func kept(_ scope: Scope) async throws -> Response {
        let found = try await scope.db.first("""
            select request, status, headers, body from kept_answers where member_id = \(scope.member.id) and key = \(key)
            """) { row in
            (try row.next([UInt8].self), try row.next(Int32?.self), try row.next(JSON<[String: String]>?.self), try row.next([UInt8]?.self))
        }
        guard let (request, status, headers, body) = found, let status, let headers, let body else { throw KeyError.underWay }
        guard request == self.request else { throw KeyError.reused }
        var fields: HTTPFields = [.idempotentReplayed: "true"]
        for (name, value) in headers.value { if let name = HTTPField.Name(name) { fields[name] = value } }
        return Response(status: .init(code: Int(status)), headers: fields, body: .bytes(body))
    }
}

/// Why a request with a key is not answered.
enum KeyError: UserFacingError {
    case underWay, reused

    var status: HTTPResponse.Status { .conflict }

    var message: Phrase {
        switch self {
        case .underWay: "api.problems.under_way"
        case .reused: "api.problems.key_reused"
        }
    }
}
