import CPQ

extension DatabaseError {
    /// Reads a `PGresult` that is an error.
    init(refusal result: OpaquePointer, sql: String?) {
        func field(_ code: Int32) -> String? {
            PQresultErrorField(result, code).map { String(cString: $0) }
        }
        guard let code = field(pg_diag_sqlstate) else {
            // libpq's own: the connection broke.
            self.init(.connection(String(cString: PQresultErrorMessage(result)).trimmedLine), sql: sql)
            return
        }
        let state = SQLState(rawValue: code)
        let refusal = ServerRefusal(
            state: state,
            constraint: field(pg_diag_constraint_name),
            table: field(pg_diag_table_name),
            column: field(pg_diag_column_name),
            message: state.hasPlainMessages ? field(pg_diag_message_primary) : nil
        )
        self.init(.server(refusal), sql: sql)
        isStalePlan = state == .featureNotSupported && field(pg_diag_source_function) == "RevalidateCachedQuery"
    }

    /// The same, once the server has hung up after saying it.
    var asLostConnection: DatabaseError {
        guard let refusal else { return self }
        return DatabaseError(.connection(refusal.description), sql: sql)
    }

    /// The statement was fine, but what the connection had prepared for it is not any more. The server has undone
    /// the batch and the connection has forgotten the statement, so sending the batch again prepares it anew.
    var isCuredByPreparingAgain: Bool { isStalePlan || refusal?.state == .undefinedStatement }
}

extension String {
    fileprivate var trimmedLine: String { split(separator: "\n").joined(separator: " ") }
}
