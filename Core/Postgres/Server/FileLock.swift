import Glibc

extension PrivateServer {
    /// A `flock` on a file: the kernel frees it when the process dies, however it dies.
    final class FileLock: Sendable {
        enum Kind { case shared, exclusive }

        private let descriptor: CInt

        private init(_ descriptor: CInt) { self.descriptor = descriptor }

        deinit { close(descriptor) }

        /// Waits for the lock without blocking a thread.
        /// - Throws: `.busy` when the patience runs out, `.interrupted`, or `.folderUnusable` when the file cannot be made.
        static func take(
            _ path: String, _ kind: Kind, owner: ServerUser, within patience: Duration
        ) async throws(PrivateServerError) -> FileLock {
            let lock = try await onThread { () throws(PrivateServerError) in try FileLock(opening: path, owner: owner) }
            let deadline = ContinuousClock.now + patience
            let operation = (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB
            while flock(lock.descriptor, operation) != 0 {
                guard errno == EWOULDBLOCK || errno == EINTR else { throw unusable(path, "it cannot be locked") }
                guard ContinuousClock.now < deadline else { throw .busy("\(path) has been locked") }
                try await pause(.milliseconds(20))
            }
            return lock
        }

        func release() { flock(descriptor, LOCK_UN) }

        /// Turns a shared lock into the exclusive one if nobody else holds it; otherwise the lock is lost.
        func isOnlyHolder() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

        private convenience init(opening path: String, owner: ServerUser) throws(PrivateServerError) {
            // Never handed to a child: the server would hold its own users' lock.
            let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw unusable(path, String(cString: strerror(errno))) }
            self.init(descriptor)
            // A lock that root made must also open for the user whose cluster it is.
            if owner.isAnother, fchown(descriptor, owner.id, owner.group) != 0 {
                throw unusable(path, String(cString: strerror(errno)))
            }
        }
    }
}

/// Sleeps; a cancelled task stops waiting.
func pause(_ duration: Duration) async throws(PrivateServerError) {
    do { try await Task.sleep(for: duration) } catch { throw .interrupted }
}

private func unusable(_ path: String, _ reason: String) -> PrivateServerError { .folderUnusable(path, reason: reason) }
