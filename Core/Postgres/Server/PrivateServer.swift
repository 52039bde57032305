public import Logging

/// A PostgreSQL cluster of our own, for machines where nobody runs one.
///
/// The cluster lives in one folder, listens on a unix socket only and is owned by whoever starts it; when root does,
/// by the user `postgres`, because PostgreSQL refuses to run as root. Its socket lies in a folder that only that user
/// and root can enter, which is why every connection is trusted.
///
/// Processes on one machine share the server: the first one starts it, the last one to leave stops it, and one that
/// dies without leaving does neither harm nor stop it; the next start adopts what still runs.
public struct PrivateServer: Sendable {
    let folder: String
    let durable: Bool
    let logger: Logger
    let seat = Seat()

    /// - Parameters:
    ///   - folder: where the cluster is to live, e.g. `/srv/kontor/var/postgres`; made when missing. When PostgreSQL's
    ///     user cannot reach it, it becomes a link to a folder that user can reach.
    ///   - durable: false gives up safety against a crash of the machine (not of the server) for speed, for tests.
    public init(folder: String, durable: Bool = true, logger: Logger) {
        self.folder = folder
        self.durable = durable
        self.logger = logger
    }

    /// Creates the cluster if need be, then starts its server or joins the running one.
    ///
    /// - Returns: a libpq connection string for the superuser `kontor_owner` and the database `kontor`.
    /// - Throws: what is missing, as a sentence that says what to do.
    public func start() async throws(PrivateServerError) -> String {
        let place = try await onThread { [folder] () throws(PrivateServerError) in try Place.settle(folder) }
        let startLock = try await FileLock.take(place.startLock, .exclusive, owner: place.user, within: .seconds(300))
        defer { startLock.release() }
        let socketFolder = try await bringUp(place)
        if seat.place == nil {
            seat.take(place, try await FileLock.take(place.usersLock, .shared, owner: place.user, within: .seconds(10)))
        }
        return "host=\(socketFolder) port=5432 user=kontor_owner dbname=kontor"
    }

    /// Brings the server back whenever it dies, until this process leaves it or the task is cancelled.
    ///
    /// A failed attempt is logged and repeated after five seconds.
    public func watch() async {
        var pause = Duration.milliseconds(250)
        while (try? await Task.sleep(for: pause)) != nil, let place = seat.place {
            do throws(PrivateServerError) {
                if await !onThread({ Postmaster.isRunning(in: place.data) }) { try await revive(place) }
                pause = .milliseconds(250)
            } catch {
                logger.error("the private PostgreSQL server could not be restarted", metadata: ["reason": "\(error)"])
                pause = .seconds(5)
            }
        }
    }

    /// Leaves the server, and stops it when nobody else uses it. Safe to call more than once, also when cancelled.
    public func stop() async {
        // Unstructured, because a cancelled caller must leave as thoroughly as any other.
        await Task { await leave() }.value
    }
}

extension PrivateServer {
    private func revive(_ place: Place) async throws(PrivateServerError) {
        let startLock = try await FileLock.take(place.startLock, .exclusive, owner: place.user, within: .seconds(300))
        defer { startLock.release() }
        // Whoever held the lock may have revived it, and we may have left meanwhile.
        if await onThread({ Postmaster.isRunning(in: place.data) }) || seat.place == nil { return }
        logger.warning("the private PostgreSQL server died; restarting it")
        _ = try await bringUp(place)
    }

    private func leave() async {
        guard let place = seat.place else { return }
        do throws(PrivateServerError) {
            let startLock = try await FileLock.take(place.startLock, .exclusive, owner: place.user, within: .seconds(60))
            defer { startLock.release() }
            if seat.leave() { try await Postmaster.stop(in: place.data) }
        } catch {
            _ = seat.leave()
            logger.error("the private PostgreSQL server was left running", metadata: ["reason": "\(error)"])
        }
    }

    /// Under the start lock: a server that accepts connections, whatever was there before.
    /// - Returns: the folder of its socket.
    private func bringUp(_ place: Place) async throws(PrivateServerError) -> String {
        if let running = try await Postmaster.adopt(in: place.data) { return running }
        try await Postmaster.clearRemains(of: place)
        let cluster = try await Cluster.open(place, durable: durable, logger: logger)
        try await cluster.start()
        return place.socketFolder
    }
}
