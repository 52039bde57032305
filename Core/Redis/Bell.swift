import CHiredis
import Glibc

/// Wakes a thread that waits. Once rung, it rings for ever.
final class Bell: Sendable {
    let descriptor: CInt

    /// nil: the program has no descriptor left.
    init?() {
        descriptor = eventfd(0, CInt(EFD_CLOEXEC) | CInt(EFD_NONBLOCK))
        if descriptor < 0 { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func ring() { eventfd_write(descriptor, 1) }

    func rings(within patience: Duration) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, patience.milliseconds) > 0
    }
}
