import HTTPTypes
import NIOCore
import Platform

extension Request {
    /// Bytes of a body at most.
    static let mostBytes = 4 * 1_048_576

    /// The bytes of the body.
    /// - Throws: `PageError.tooLarge`.
    func bytes(most: Int = mostBytes) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in body {
            guard bytes.count + piece.readableBytes <= most else { throw PageError.tooLarge(limit: most) }
            bytes += piece.readableBytesView
        }
        return bytes
    }

    /// The value the body holds.
    /// - Parameter most: bytes of it.
    /// - Throws: `BadBody`, `PageError.tooLarge`.
    func json(most: Int = mostBytes) async throws -> JSONValue {
        let type = headers[.contentType].map { $0.prefix { $0 != ";" }.lowercased() } ?? ""
        guard trimmed(type) == "application/json" || trimmed(type) == "application/merge-patch+json" else { throw BadBody.notJSON }
        let bytes = try await bytes(most: most)
        do {
            return try JSONValue(reading: bytes)
        } catch {
            throw BadBody.unreadable(error)
        }
    }
}

/// Why a body cannot be read.
enum BadBody: UserFacingError {
    case notJSON
    case unreadable(JSONProblem)

    var status: HTTPResponse.Status {
        switch self {
        case .notJSON: .unsupportedMediaType
        case .unreadable: .badRequest
        }
    }

    var message: Phrase {
        switch self {
        case .notJSON: "api.problems.media_type"
        case .unreadable(.malformed(let place)): Phrase("api.problems.malformed", ["place": .number(place)])
        case .unreadable(.notUTF8): "api.problems.encoding"
        case .unreadable(.tooDeep(let limit)): Phrase("api.problems.deep", ["limit": .number(limit)])
        case .unreadable(.duplicate(let name)): Phrase("api.problems.duplicate", ["name": .text(name)])
        }
    }
}
