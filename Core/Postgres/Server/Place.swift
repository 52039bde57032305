import FoundationEssentials
import Glibc

extension PrivateServer {
    /// Where the cluster lives and who runs it.
    struct Place: Sendable {
        /// The cluster's folder without links: data, locks and, where its path is short enough, the socket.
        let home: String
        let socketFolder: String
        let user: ServerUser

        var data: String { "\(home)/data" }
        var startLock: String { "\(home)/start.lock" }
        var usersLock: String { "\(home)/users.lock" }
        var startLog: String { "\(home)/start.log" }

        /// The bytes a socket's path may have (107, `sun_path` in unix(7)) less the name PostgreSQL gives it.
        private static let longestSocketFolder = 106 - "/.s.PGSQL.5432".utf8.count

        /// Finds the cluster's place, or chooses and makes it. Several processes may do so at once.
        ///
        /// The folder itself is the place when PostgreSQL's user can reach it. Otherwise (a clone under `/root`, a file
        /// system without owners, a name that PostgreSQL's scripts cannot quote) it becomes a link to a folder elsewhere
        /// that survives reboots.
        static func settle(_ folder: String) throws(PrivateServerError) -> Place {
            let path = try inExistingFolder(folder)
            let known = status(path)
            let user = if let known { try owner(of: path, known) } else { try ServerUser.forNewCluster() }
            let home = if known == nil { try make(path, for: user) } else { try adopt(path, for: user) }
            return Place(home: home, socketFolder: try socketFolder(for: home, user), user: user)
        }

        private static func inExistingFolder(_ folder: String) throws(PrivateServerError) -> String {
            let parent = Files.parent(of: folder)
            try? FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            guard let real = Files.resolved(parent) else { throw .folderUnusable(folder, reason: "\(parent) cannot be made.") }
            return "\(real)/\(Files.lastName(of: folder))"
        }

        private static func status(_ path: String) -> stat? {
            var status = stat()
            return stat(path, &status) == 0 ? status : nil
        }

        /// Who runs the cluster that is there. Root's own folder is one that another process is just making.
        private static func owner(of path: String, _ status: stat) throws(PrivateServerError) -> ServerUser {
            if status.st_uid == 0, geteuid() == 0 { return try .forNewCluster() }
            let user = ServerUser.withID(status.st_uid)
            guard geteuid() == 0 || status.st_uid == geteuid(), let user else {
                throw .ownedByAnother(folder: path, owner: user?.name ?? "the user \(status.st_uid)")
            }
            return user
        }

        private static func adopt(_ path: String, for user: ServerUser) throws(PrivateServerError) -> String {
            guard let home = Files.resolved(path) else { throw .folderUnusable(path, reason: "\(Files.Failure()).") }
            if let wall = Reach(user).wall(before: home) {
                throw .folderUnusable(path, reason: "\(user.name) cannot enter \(wall): chmod o+x it, or move the data elsewhere.")
            }
            do { try Files.makePrivate(home, for: user) } catch { throw .folderUnusable(path, reason: "\(error).") }
            return home
        }

        private static func make(_ path: String, for user: ServerUser) throws(PrivateServerError) -> String {
            if isQuotable(path), Reach(user).wall(before: path) == nil, (try? Files.makePrivate(path, for: user)) != nil {
                return path
            }
            rmdir(path)  // made, but it could not be handed over
            let elsewhere = elsewhere(for: path, user)
            try? FileManager.default.createDirectory(atPath: Files.parent(of: elsewhere), withIntermediateDirectories: true)
            do { try Files.makePrivate(elsewhere, for: user) } catch { throw .folderUnusable(elsewhere, reason: "\(error).") }
            if let gone = Files.linkTarget(path), gone != elsewhere { unlink(path) }
            // The same link is there already when another process was settling too.
            guard symlink(elsewhere, path) == 0 || Files.linkTarget(path) == elsewhere else {
                throw .folderUnusable(path, reason: "\(Files.Failure()).")
            }
            return try adopt(path, for: user)
        }

        /// The same folder every time for the same path.
        private static func elsewhere(for path: String, _ user: ServerUser) -> String {
            let clone = Files.lastName(of: Files.parent(of: Files.parent(of: path))).filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            let base = user.isAnother ? "/var/lib" : "\(user.home)/.local/share"
            return "\(base)/kontor/\(clone.isEmpty ? "kontor" : clone)-\(fingerprint(path))"
        }

        /// A folder that only the user and root can enter: who reaches the socket is trusted.
        private static func socketFolder(for home: String, _ user: ServerUser) throws(PrivateServerError) -> String {
            if isQuotable(home), home.utf8.count <= longestSocketFolder { return home }
            let name = "kontor-\(user.id)-\(fingerprint(home))"
            if user.isAnother, (try? Files.makePrivate("/run/\(name)", for: user)) != nil { return "/run/\(name)" }
            do { try Files.makePrivate("/tmp/\(name)", for: user) } catch {
                throw .folderUnusable("/tmp/\(name)", reason: "it has to hold the server's socket, but: \(error). Remove it.")
            }
            return "/tmp/\(name)"
        }

        /// Whether neither a shell, nor PostgreSQL's lists of folders, nor a connection string reads more into the path.
        private static func isQuotable(_ path: String) -> Bool {
            path.utf8.allSatisfy { byte in
                switch UInt8(byte) {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"), UInt8(ascii: "+"):
                    true
                default: false
                }
            }
        }

        /// 64 bits of FNV-1a (Fowler, Noll and Vo), as hexadecimal digits: tells paths apart, no more.
        private static func fingerprint(_ text: String) -> String {
            String(text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }, radix: 16)
        }
    }
}
