import Glibc

extension PrivateServer {
    /// The user that PostgreSQL runs as: ourselves, or another one when we are root.
    struct ServerUser: Equatable, Sendable {
        let id: uid_t
        let group: gid_t
        let groups: [gid_t]
        let name: String
        let home: String

        /// Whether programs must change user to run as this one.
        var isAnother: Bool { id != geteuid() }

        /// - Throws: `.userMissing` when we are root and there is no user `postgres`.
        static func forNewCluster() throws(PrivateServerError) -> ServerUser {
            if geteuid() != 0 { return current }
            guard let postgres = lookUp({ getpwnam_r("postgres", $0, $1, $2, $3) }) else { throw .userMissing }
            return postgres
        }

        /// The owner of an existing cluster; nil when that user is no longer known.
        static func withID(_ id: uid_t) -> ServerUser? {
            id == geteuid() ? current : lookUp { getpwuid_r(id, $0, $1, $2, $3) }
        }

        /// Ourselves, also in a container where nobody gave us a name.
        private static var current: ServerUser {
            lookUp { getpwuid_r(geteuid(), $0, $1, $2, $3) }
                ?? ServerUser(id: geteuid(), group: getegid(), groups: [getegid()], name: "\(geteuid())", home: "/tmp")
        }

        private typealias Query = (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> CInt

        private static func lookUp(_ query: Query) -> ServerUser? {
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 65_536) { buffer in
                guard let start = buffer.baseAddress, query(&entry, start, buffer.count, &found) == 0, found != nil,
                    let name = entry.pw_name, let home = entry.pw_dir
                else { return nil }
                return ServerUser(
                    id: entry.pw_uid, group: entry.pw_gid, groups: groups(of: name, with: entry.pw_gid),
                    name: String(cString: name), home: String(cString: home))
            }
        }

        private static func groups(of name: UnsafePointer<CChar>, with group: gid_t) -> [gid_t] {
            var count: CInt = 256
            var groups = [gid_t](repeating: 0, count: Int(count))
            guard getgrouplist(name, group, &groups, &count) >= 0 else { return [group] }
            return Array(groups.prefix(Int(count)))
        }
    }
}
