public import HummingbirdCore
import Logging
public import NIOCore

extension HTTPServerBuilder {
    /// HTTP/1.1 where each connection's requests are answered on the thread that reads and writes it. Between that thread
    /// and Swift's own a request would go back and forth several times, and each time wake one up.
    ///
    /// What computes for long does not belong into an answer: meanwhile the thread's other connections would wait.
    public static func http1OnLoops(idleTimeout: TimeAmount? = nil) -> HTTPServerBuilder {
        HTTPServerBuilder { LoopChannel(base: HTTP1Channel(responder: $0, configuration: .init(idleTimeout: idleTimeout))) }
    }
}

/// A connection whose task runs on its event loop.
private struct LoopChannel: ServerChildChannel {
    let base: HTTP1Channel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        base.setup(channel: channel, logger: logger)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) { await base.handle(value: value, logger: logger) }
    }
}

private final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
