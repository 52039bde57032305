import FoundationEssentials
import Glibc
import Logging

extension PrivateServer {
    /// The data folder and the programs that fit it. All of it happens under the start lock.
    struct Cluster: Sendable {
        let place: Place
        let programs: Programs
        let durable: Bool
        let logger: Logger

        /// Opens the cluster, or creates it.
        static func open(_ place: Place, durable: Bool, logger: Logger) async throws(PrivateServerError) -> Cluster {
            let version = await onThread { Files.contents(of: "\(place.data)/PG_VERSION") }
            let major = version.flatMap { Int($0.prefix { $0.isNumber }) }
            let programs = try await Programs.find(forData: major, in: place.data, as: place.user)
            let cluster = Cluster(place: place, programs: programs, durable: durable, logger: logger)
            if major == nil { try await cluster.create() }
            return cluster
        }

        /// Made in another folder and renamed when complete, so that a crash leaves a whole cluster or none.
        private func create() async throws(PrivateServerError) {
            logger.info("creating a private PostgreSQL cluster", metadata: ["folder": "\(place.home)", "version": "\(programs.version)"])
            let draft = "\(place.data).new"
            try await place.user.run("/bin/rm", ["-rf", "--", draft])
            let haste = durable ? [] : ["--no-sync"]
            try await place.user.run(
                programs.initdb,
                ["-D", draft, "--username=kontor_owner", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
                    "--auth-local=trust", "--auth-host=reject"] + haste)
            // Without the option, a refused statement would be a success.
            try await place.user.run(
                programs.postgres, ["--single", "-D", draft, "-c", "exit_on_error=on", "postgres"], input: "create database kontor\n")
            try await onThread { [place] () throws(PrivateServerError) in
                do throws(Files.Failure) {
                    let given = Files.contents(of: "\(draft)/postgresql.conf") ?? ""
                    try Files.write("\(given)\ninclude 'kontor.conf'\n", to: "\(draft)/postgresql.conf", owner: place.user)
                    try Files.rename(draft, to: place.data)
                } catch {
                    throw .folderUnusable(place.data, reason: "\(error).")
                }
            }
        }

        /// - Throws: `.failed` with the server's last words when it does not come up.
        func start() async throws(PrivateServerError) {
            let settings = Settings(memory: .ofThisMachine, socketFolder: place.socketFolder, durable: durable)
            try await onThread { [place] () throws(PrivateServerError) in
                unlink(place.startLog)
                do { try Files.write(settings.text, to: "\(place.data)/kontor.conf", owner: place.user) } catch {
                    throw .folderUnusable(place.data, reason: "\(error).")
                }
            }
            do {
                // Gives the server its own session, and waits until it takes connections.
                try await place.user.run(programs.control, ["start", "-D", place.data, "-l", place.startLog, "-w", "-t", "300", "-s"])
            } catch .failed(let program, let said) {
                let words = await onThread { [place] in Files.contents(of: place.startLog) ?? "" }
                throw .failed(program: program, said: "\(said)\(words.suffix(2000))\nMore may be in \(place.data)/log.")
            }
            logger.info("the private PostgreSQL server runs", metadata: ["folder": "\(place.home)", "version": "\(programs.version)"])
        }
    }
}
