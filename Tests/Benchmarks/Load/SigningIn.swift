import Foundation
import Synchronization

/// Fifty people who sign in again and again, each on a thread of their own: `ask` waits for its answer.
final class SigningIn: Sendable {
    private let port: Int
    private let isOver = Atomic<Bool>(false)
    private let left = DispatchGroup()

    init(port: Int) { self.port = port }

    func begin() {
        for person in 1...50 {
            left.enter()
            Thread.detachNewThread { [self] in
                let form = Array("email=person\(person)%40example.com&password=correct+horse".utf8)
                while !isOver.load(ordering: .relaxed) { _ = try? ask(port, "/sign-in", posting: form) }
                left.leave()
            }
        }
    }

    func end() {
        isOver.store(true, ordering: .relaxed)
        left.wait()
    }
}
