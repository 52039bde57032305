import CPQ

/// The logins of an installation besides the owner, who only migrates. They belong to the server, so they are made
/// before the first migration and shared by its databases.
extension Migration {
    public static func logins(_ names: [String]) -> String {
        names.map { name in
            """
            do $logins$ begin
                if not exists (select from pg_roles where rolname = '\(name)') then
                    create role \(name) login nosuperuser nocreatedb nocreaterole noinherit;
                end if;
            exception when duplicate_object or unique_violation then null; -- another node was faster
            end $logins$;
            """
        }.joined(separator: "\n")
    }
}

extension Migrator {
    /// Gives a login its password where it cannot sign in with it, because it is new or had another before. A login that
    /// gets in is left alone: changing one takes rights that an owner need not have for long.
    /// - Parameter connectionString: of the login, with the password.
    /// - Throws: `MigrationError` when the owner may not change it.
    public func admit(_ login: String, password: String, by connectionString: String) async throws {
        let isRefused = await Background.run {
            let pg = PQconnectdb(connectionString)
            defer { PQfinish(pg) }
            return PQstatus(pg) != CONNECTION_OK && PQconnectionUsedPassword(pg) == 1
        }
        // Nodes that start together take turns, without which PostgreSQL lets only one change a login. All statements
        // of one message are one transaction, which keeps the lock.
        guard isRefused else { return }
        try await prepare("""
            set client_min_messages = warning;
            select pg_advisory_xact_lock(7566047373982433);
            alter role "\(login.replacing("\"", with: "\"\""))" password \(literal(password))
            """)
    }
}

/// A text as SQL writes it, whatever the server's `standard_conforming_strings` is.
private func literal(_ text: String) -> String {
    let quoted = "'\(text.replacing("'", with: "''").replacing("\\", with: "\\\\"))'"
    return text.contains("\\") ? " E\(quoted)" : quoted
}
