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
    /// What is answered to an error that is ours.
    let apologise: @Sendable (any Error, Request) -> Response

    static let mostKeyLength = 255

    /// - Throws: `InvalidInput` for what is no key.
    static func check(_ key: String?) throws {
        guard let key else { return }
        guard (1...mostKeyLength).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw InvalidInput("Idempotency-Key", Phrase("api.problems.key_length", ["most": .number(mostKeyLength)]), status: .badRequest)
        }
    }

    func answer(_ request: Request, _ handle: @escaping Route<Scope>.Handler) async throws -> Response {
        guard request.method == .post, let key = request.headers[.idempotencyKey] else { return try await handle(request, scope) }
        try Self.check(key)
        let bytes = try await request.bytes()
        let module = String(request.path.dropFirst(APIPortal.root.count + 1).prefix { $0 != "/" })
        let digest = sha256(Array("\(request.path)\n\(request.query.urlEncoded)\n".utf8) + bytes)
        let kept = KeptAnswers(scope: scope, key: key, module: module, request: digest)
        let again = request.with(body: OneBody(bytes: bytes))
        let first = try await kept.first { inside in
            do {
                return KeptAnswers.First(response: try await inside.transaction { try await handle(again, $0) })
            } catch where isPassing(error) {
                throw error // Nothing was done and nothing is kept: the next try is the first one.
            } catch let error as any UserFacingError {
                return KeptAnswers.First(response: Problem(error, scope.voice, request.id).response)
            } catch {
                return KeptAnswers.First(response: apologise(error, request), mistake: error)
            }
        }
        // Its answer is kept; now it is logged and counted like any other mistake of ours.
        if let mistake = first.mistake { throw mistake }
        return first.response
    }

    /// Whether the request itself has nothing to do with it, so that the same one may well be answered in a moment.
    private func isPassing(_ error: any Error) -> Bool {
        guard !Task.isCancelled else { return true }
        return Apology(error).status == .serviceUnavailable || (error as? DatabaseError)?.isCancelled == true
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
