import Glibc

/// Threads for what blocks: connecting (name resolution, TLS handshakes) and asking a server to cancel. Neither may
/// run on the few threads that all tasks share.
enum Background {
    /// Runs `work` on a thread of its own and returns what it returned.
    static func run<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        await withUnsafeContinuation { continuation in
            start { continuation.resume(returning: work()) }
        }
    }

    /// Runs `work` on a thread of its own.
    static func start(_ work: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Work(run: work))
        var thread = pthread_t()
        let failure = pthread_create(&thread, nil, { argument in
            if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run() }
            return nil
        }, box.toOpaque())
        if failure == 0 {
            pthread_detach(thread)
        } else {
            // Out of threads: late is better than never.
            box.takeRetainedValue().run()
        }
    }

    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
