import Synchronization

extension PrivateServer {
    /// This process's place among the users of the server: a shared lock, held from start to stop.
    final class Seat: Sendable {
        private let taken = Mutex<(place: Place, lock: FileLock)?>(nil)

        /// Nil before the start and after leaving.
        var place: Place? { taken.withLock { $0?.place } }

        func take(_ place: Place, _ lock: FileLock) { taken.withLock { $0 = (place, lock) } }

        /// - Returns: whether nobody else is left.
        func leave() -> Bool {
            taken.withLock { taken in
                defer { taken = nil }
                guard let lock = taken?.lock else { return false }
                // Whether the attempt wins or not, it gives up the shared lock: that is how flock converts.
                defer { lock.release() }
                return lock.isOnlyHolder()
            }
        }
    }
}
