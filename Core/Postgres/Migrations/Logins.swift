/// The logins of an installation besides the owner, who only migrates. They belong to the server, so they are made
/// before the first migration and shared by its databases.
extension Migration {
    /// - Parameter passwords: by login; none where the server lets them in without, as a private one does.
    public static func logins(_ names: [String], passwords: [String: String] = [:]) -> String {
        names.map { name in
            let password = passwords[name].map { " password '\($0.replacing("'", with: "''"))'" } ?? ""
            return """
                do $logins$ begin
                    if not exists (select from pg_roles where rolname = '\(name)') then
                        create role \(name) login nosuperuser nocreatedb nocreaterole noinherit\(password);
                    end if;
                exception when duplicate_object or unique_violation then null; -- another node was faster
                end $logins$;
                """
        }.joined(separator: "\n")
    }
}
