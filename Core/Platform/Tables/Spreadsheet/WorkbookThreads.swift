import NIOPosix
import Synchronization

/// Threads for what libzip, libxml2, libxlsxwriter and the disk make wait: never the few that all tasks share, and
/// never so many that workbooks take the machine for themselves.
enum WorkbookThreads {
    /// A large workbook keeps its thread for a minute; files that are written come in short turns.
    static let reading = pool(2)
    static let writing = pool(2)

    private static func pool(_ threads: Int) -> NIOThreadPool {
        let pool = NIOThreadPool(numberOfThreads: threads)
        pool.start()
        return pool
    }
}

/// Says to work on a thread that nobody waits for it any more.
final class CancellationFlag: Sendable {
    private let isSet = Atomic(false)

    func set() { isSet.store(true, ordering: .relaxed) }

    /// - Throws: `CancellationError` once it is set.
    func check() throws {
        if isSet.load(ordering: .relaxed) { throw CancellationError() }
    }
}

extension NIOThreadPool {
    /// Runs `work` on a thread of this pool, and tells it when the task is cancelled.
    func run<T: Sendable>(_ work: @escaping @Sendable (CancellationFlag) throws -> T) async throws -> T {
        let flag = CancellationFlag()
        return try await withTaskCancellationHandler {
            try await runIfActive { try work(flag) }
        } onCancel: {
            flag.set()
        }
    }
}
