import FoundationEssentials
import HTTPTypes
import NIOCore
import Platform
import Web

/// Does what a request with an `Idempotency-Key` asks for once, however often it is sent: its first answer is kept for a
/// day, in the very transaction that did it, and given again. The meaning is Stripe's
/// (https://docs.stripe.com/api/idempotent_requests): the first answer counts whatever it was; the same key with another
/// request is refused; who comes while the first is under way waits for its answer.
struct Idempotency: Sendable {
    let scope: Scope

    static let mostKeyLength = 255

    func answer(_ request: Request, _ handle: @escaping Route<Scope>.Handler) async throws -> Response {
        guard request.method == .post, let key = request.headers[.idempotencyKey] else { return try await handle(request, scope) }
        guard (1...Self.mostKeyLength).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw InvalidInput("Idempotency-Key", Phrase("api.problems.key_length", ["most": .number(Self.mostKeyLength)]), status: .badRequest)
        }
        let bytes = try await request.bytes()
        let kept = KeptAnswers(scope: scope, key: key, request: sha256(Array("\(request.path)\n\(request.query.urlEncoded)\n".utf8) + bytes))
        let again = request.with(body: OneBody(bytes: bytes))
        return try await kept.first { inside in
            do {
                return try await inside.transaction { try await handle(again, $0) }
            } catch where isPassing(error) {
                throw error // Nothing was done and nothing is kept: the next try is the first one.
            } catch {
                return Problem(error, scope.voice, request.id).response
            }
        }
    }

    /// Whether the request itself has nothing to do with it, so that the same one may well be answered in a moment.
    private func isPassing(_ error: any Error) -> Bool {
        guard !Task.isCancelled else { return true }
        let state = error as? DatabaseError
        return Apology(error).status == .serviceUnavailable || state?.isSerializationFailure == true || state?.isCancelled == true
    }
}

/// A body that was read before.
private struct OneBody: AsyncSequence, Sendable {
    let bytes: [UInt8]

    struct AsyncIterator: AsyncIteratorProtocol {
        var bytes: [UInt8]?

        mutating func next() async throws -> ByteBuffer? {
            defer { bytes = nil }
            return bytes.map { ByteBuffer(bytes: $0) }
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: bytes) }
}
