import Platform

extension TestPlatform {
    /// Returns once so many statements wait for what other transactions hold.
    public func waiting(_ count: Int = 1) async throws {
        while try await superuser.read(Query<Int>.value("""
            select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
            """)) < count { try await Task.sleep(for: .milliseconds(10)) }
    }
}
