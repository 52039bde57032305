public import Logging
public import Postgres

/// Removes the bytes of files that nobody needs any more: every minute those whose row is gone or says so, and with them
/// what was uploaded a day ago and never named. Any number of nodes may do it, because to remove what is gone does no harm;
/// and no row that was committed says anything else later, so that no file that is named can be lost.
public struct FileSweep: Sendable {
    private let pool: ConnectionPool
    private let files: Files
    private let logger: Logger

    /// - Parameter pool: of the login `kontor_app`.
    public init(_ pool: ConnectionPool, files: Files, logger: Logger) {
        self.pool = pool
        self.files = files
        self.logger = logger
    }

    /// Goes on until the task is cancelled.
    public func run() async {
        repeat { await once() } while (try? await Task.sleep(for: .seconds(60))) != nil
    }

    /// What cannot be removed now is removed the next time.
    public func once() async {
        do {
            _ = try await pool.write(Query<Int>.value("select kontor.sweep_files()"))
            var last: FileKey?
            repeat { last = try await removeSome(after: last) } while last != nil
        } catch {
            logger.warning("could not sweep files", metadata: ["error": "\(error)"])
        }
    }

    /// What cannot be removed is left for the next time, and keeps nothing else from being removed.
    /// - Returns: the last that was tried; nil where there are no more.
    private func removeSome(after last: FileKey?) async throws -> FileKey? {
        let most = 200
        let keys = try await pool.read(.rows("""
            select business_id, id from kontor.superfluous_files(\(literal: most), \(last?.business), \(last?.file))
            """) { row in FileKey(try row.next(), try row.next()) })
        for key in keys {
            do {
                try await files.delete(key)
            } catch {
                logger.warning("could not remove a file's bytes", metadata: ["business": "\(key.business)", "file": "\(key.file)", "error": "\(error)"])
                continue
            }
            _ = try await pool.write(Query<Int>.value("select kontor.file_removed(\(key.business), \(key.file))"))
        }
        return keys.count == most ? keys.last : nil
    }
}
