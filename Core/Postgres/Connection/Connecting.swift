import CPQ
import Glibc

extension Connection {
    /// Opens a connection on a thread of its own.
    /// - Throws: `.connection` when the server cannot be reached or refuses, or does not answer within the limit.
    static func open(_ settings: ConnectionSettings) async throws(DatabaseError) -> Connection {
        let outcome = await Background.run { () -> Result<Connection, DatabaseError> in
            Result { () throws(DatabaseError) in try connect(settings) }
        }
        return try outcome.get()
    }

    private static func connect(_ settings: ConnectionSettings) throws(DatabaseError) -> Connection {
        let keywords = try settings.keywords()
        let pg = withCStrings(keywords.map(\.keyword)) { keys in
            withCStrings(keywords.map(\.value)) { values in PQconnectStartParams(keys, values, 1) }
        }
        guard let pg else { throw DatabaseError(.connection("out of memory")) }
        do throws(DatabaseError) {
            try finishConnecting(pg, until: .now + settings.connectLimit)
            guard PQsetnonblocking(pg, 1) == 0, PQenterPipelineMode(pg) == 1 else { throw failure(of: pg) }
            // Notices would go to standard error, and may quote values.
            PQsetNoticeReceiver(pg, { _, _ in }, nil)
            let descriptor = fcntl(PQsocket(pg), F_DUPFD_CLOEXEC, 0)
            guard descriptor >= 0 else { throw DatabaseError(.connection("out of file descriptors")) }
            return Connection(pg, descriptor: descriptor, preparedStatements: settings.preparedStatements)
        } catch {
            PQfinish(pg)
            throw error
        }
    }

    private static func finishConnecting(
        _ pg: OpaquePointer, until deadline: ContinuousClock.Instant
    ) throws(DatabaseError) {
        var next = PGRES_POLLING_WRITING
        while next != PGRES_POLLING_OK {
            guard next != PGRES_POLLING_FAILED, PQstatus(pg) != CONNECTION_BAD else { throw failure(of: pg) }
            let awaited = next == PGRES_POLLING_READING ? POLLIN : POLLOUT
            var socket = pollfd(fd: PQsocket(pg), events: Int16(awaited), revents: 0)
            let left = (deadline - .now).milliseconds
            guard left > 0, poll(&socket, 1, Int32(clamping: left)) != 0 else {
                throw DatabaseError(.connection("the server did not answer in time"))
            }
            next = PQconnectPoll(pg)
        }
    }

    /// libpq's sentence on why a connection failed. It names hosts, users and databases, not passwords or values.
    static func failure(of pg: OpaquePointer) -> DatabaseError {
        let lines = String(cString: PQerrorMessage(pg)).split(separator: "\n")
        return DatabaseError(.connection(lines.joined(separator: " ")))
    }

    private static func withCStrings<T>(
        _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T
    ) -> T {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let pointers = copies.map { $0.map { UnsafePointer($0) } } + [nil]
        return pointers.withUnsafeBufferPointer { buffer in
            var empty: UnsafePointer<CChar>?
            return buffer.baseAddress.map(body) ?? withUnsafePointer(to: &empty) { body($0) }
        }
    }
}
