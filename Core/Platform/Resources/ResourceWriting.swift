import FoundationEssentials
import HTTPTypes
import Postgres

/// Creates, changes and deletes single records for programs.
struct ResourceWriting<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    private var records: Records<R> { Records(kind, in: scope) }
    private var operations: RecordOperations<R> { RecordOperations(kind, in: scope) }
    private var input: FieldInput<R> { FieldInput(kind: kind, voice: scope.voice) }
    private var output: ResourceOutput<R> { ResourceOutput(kind: kind, business: scope.business.id) }
    /// Who may write, but not read, is told no more of a record than which version it is of now.
    private func written(_ stored: Stored<R>) -> Resource.Found {
        scope.may(kind.permissions.read) ? output.found(stored) : output.named(stored)
    }

    /// - Throws: `PageError.notFound` also for one that was deleted.
    func read(_ id: UUID) async throws -> Resource.Found { output.found(try await stored(id)) }

    func create(_ json: JSONValue) async throws -> Resource.Found {
        var values = try await kind.fresh(in: scope)
        let problems = input.take(json, into: &values, .new)
        guard problems.isEmpty else { throw InvalidInput(problems) }
        try await storing { try await operations.create(values) }
        return written(try await stored(values.record.id.uuid))
    }

    /// - Parameter version: the one the change was made from, where the program says so.
    /// - Throws: `WrongVersion` when that is not the present one any more.
    func save(_ id: UUID, _ json: JSONValue, replaces: Bool, version: Int?) async throws -> Resource.Found {
        while true {
            let stored = try await stored(id)
            if let version, version != stored.version { throw WrongVersion() }
            var values = stored.values
            let problems = input.take(json, into: &values, replaces ? .whole : .some)
            guard problems.isEmpty else { throw InvalidInput(problems) }
            let new = values
            if kind.editable.allSatisfy({ $0.isSame(new, stored.values) }) { return written(stored) }
            // Without a version the latest one is meant: somebody who was faster in this very moment is built upon.
            if try await storing({ try await operations.change(new, from: stored.version) }) { return written(try await self.stored(id)) }
        }
    }

    /// - Throws: `WrongVersion` when that is not the present one any more.
    func delete(_ id: UUID, version: Int?) async throws {
        let stored = try await stored(id)
        if let version, version != stored.version { throw WrongVersion() }
        // Asked for again by the statement itself: somebody may be faster in this very moment.
        guard try await operations.delete([ID(id)], from: version) == 0 else { return }
        if version != nil { throw WrongVersion() }
        throw PageError.notFound
    }

    /// - Throws: `PageError.notFound` also for one that is not deleted.
    func restore(_ id: UUID) async throws -> Resource.Found {
        guard try await operations.restore([ID(id)]) > 0 else { throw PageError.notFound }
        return written(try await stored(id))
    }

    private func stored(_ id: UUID) async throws -> Stored<R> {
        guard let stored = try await records.one(ID(id)), stored.deletedAt == nil else { throw PageError.notFound }
        return stored
    }

    private func storing<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as RecordError {
            throw error.invalid(kind) ?? error
        }
    }
}

extension RecordError {
    /// The same as a problem with the field, where it is one. What only the present state of the business does not allow is a
    /// conflict (RFC 9110 §15.5.10): the same value may well be taken at another time.
    func invalid<R: Record>(_ kind: RecordKind<R>, at place: String = "") -> InvalidInput? {
        guard let field else { return nil }
        return InvalidInput(place + pointer(kind.field(field)?.jsonName ?? field), message, status: invalidStatus)
    }

    private var invalidStatus: HTTPResponse.Status {
        switch self {
        case .noSuchReference, .taken, .changedMeanwhile: .conflict
        case .refused, .outOfSight: .unprocessableContent
        }
    }
}
