import Glibc

extension PrivateServer {
    /// The running server of one data folder, as its `postmaster.pid` and `/proc` tell.
    ///
    /// The file alone proves nothing: it outlives a killed server, and its process id may by now be any other program.
    struct Postmaster: Sendable {
        let process: pid_t
        let socketFolder: String
        let isReady: Bool

        /// Nil when there is no file or its process is not this folder's server.
        init?(in data: String) {
            let lines = Postmaster.pidFile(in: data)
            guard let first = lines.first, let process = pid_t(first), ServerProcesses(data: data).contains(process) else { return nil }
            self.process = process
            // Line 5 is the socket's folder, line 8 the state, from PostgreSQL's miscadmin.h.
            socketFolder = lines.count > 4 ? lines[4] : ""
            isReady = lines.count > 7 && lines[7].hasPrefix("ready")
        }

        static func isRunning(in data: String) -> Bool { Postmaster(in: data) != nil }

        /// Joins a running server, waiting while it starts up, recovers or goes down.
        /// - Returns: the folder of its socket; nil when none runs.
        static func adopt(in data: String) async throws(PrivateServerError) -> String? {
            let deadline = ContinuousClock.now + .seconds(300)
            while let server = await onThread({ Postmaster(in: data) }) {
                if server.isReady {
                    if access("\(server.socketFolder)/.s.PGSQL.5432", F_OK) == 0 { return server.socketFolder }
                    // Somebody cleaned up too much: nobody can connect to it any more.
                    try await stop(in: data)
                    continue
                }
                guard ContinuousClock.now < deadline else { throw .busy("PostgreSQL in \(data) has been starting or stopping") }
                try await pause(.milliseconds(20))
            }
            return nil
        }

        /// Ends the server: politely to the database, rudely to its clients.
        static func stop(in data: String) async throws(PrivateServerError) {
            for (signal, patience) in [(SIGINT, 60), (SIGQUIT, 10), (SIGKILL, 5)] {
                guard let server = await onThread({ Postmaster(in: data) }) else { return }
                kill(server.process, signal)
                let deadline = ContinuousClock.now + .seconds(patience)
                while ContinuousClock.now < deadline {
                    if await !onThread({ ServerProcesses(data: data).contains(server.process) }) { return }
                    try await pause(.milliseconds(10))
                }
            }
            throw .busy("PostgreSQL in \(data) has been stopping")
        }

        /// Prepares a start where no server runs: ends the children of a killed one, which would keep its memory and
        /// thereby every successor away, and takes the meaning out of its files.
        static func clearRemains(of place: Place) async throws(PrivateServerError) {
            let data = place.data
            for (signal, patience) in [(SIGQUIT, 5), (SIGKILL, 5)] {
                let deadline = ContinuousClock.now + .seconds(patience)
                while ContinuousClock.now < deadline {
                    let orphans = await onThread { ServerProcesses(data: data).all }
                    if orphans.isEmpty { return try await forget(place) }
                    for orphan in orphans { kill(orphan, signal) }
                    try await pause(.milliseconds(50))
                }
            }
            throw .busy("The processes of a killed PostgreSQL have used \(data)")
        }

        /// PostgreSQL takes any living process with the id in its files for a server. The file of the data folder keeps
        /// its other lines, by which PostgreSQL itself makes sure that nobody uses the shared memory any more.
        private static func forget(_ place: Place) async throws(PrivateServerError) {
            try await onThread { () throws(PrivateServerError) in
                for name in [".s.PGSQL.5432", ".s.PGSQL.5432.lock"] { unlink("\(place.socketFolder)/\(name)") }
                let path = "\(place.data)/postmaster.pid"
                let lines = pidFile(in: place.data)
                if lines.isEmpty { unlink(path) } else {
                    let nobody = "\(Int32.max)"  // Linux gives no process such an id
                    do { try Files.write(([nobody] + lines.dropFirst()).joined(separator: "\n"), to: path, owner: place.user) } catch {
                        throw .folderUnusable(path, reason: "\(error).")
                    }
                }
            }
        }

        private static func pidFile(in data: String) -> [String] {
            let text = Files.contents(of: "\(data)/postmaster.pid") ?? ""
            return text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
