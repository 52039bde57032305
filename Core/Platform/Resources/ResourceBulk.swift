import FoundationEssentials
import Postgres

/// Writes many records for programs: all of them, or none.
struct ResourceBulk<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    private var input: FieldInput<R> { FieldInput(kind: kind, voice: scope.voice) }

    /// Takes `{"create": [{…}], "change": [{"id": …, …}], "delete": ["…"]}`, each of which may be left out, and
    /// holds 1,000 at most.
    /// - Returns: the ids of those created, in order, and how many were changed and deleted.
    /// - Throws: `InvalidInput` with all that is wrong in itself (422), or all that the present state does not allow (409); `Refusal`.
    func write(_ json: JSONValue) async throws -> JSONValue {
        let asked = try Asked(json)
        try authorise(asked)
        var problems: [InvalidInput.Problem] = []
        let fresh = try await kind.fresh(in: scope)
        let new = asked.create.enumerated().map { index, json in create(json, fresh, at: "/create/\(index)", &problems) }
        let changes = ids(asked.change.map { $0["id"] }, "/change", "/id", &problems), deletions = ids(asked.delete, "/delete", "", &problems)
        for (index, json) in asked.change.enumerated() where json.members != nil {
            var values = fresh
            problems += input.take(json, into: &values, .some, at: "/change/\(index)", besides: ["id"])
        }
        guard problems.isEmpty else { throw InvalidInput(problems) }
        let doubles = doubles(changes, deletions)
        guard doubles.isEmpty else { throw InvalidInput(doubles, status: .conflict) }
        return try await scope.transaction { scope in
            try await BulkWriting(kind: kind, scope: scope, input: input).write(new, asked.change, changes, deletions)
        }
    }

    private func authorise(_ asked: Asked) throws {
        let operations = RecordOperations(kind, in: scope)
        if !asked.create.isEmpty { try operations.authorise(.create) }
        if !asked.change.isEmpty { try operations.authorise(.change) }
        if !asked.delete.isEmpty { try operations.authorise(.delete) }
    }

    private func create(_ json: JSONValue, _ fresh: Values<R>, at place: String, _ problems: inout [InvalidInput.Problem]) -> Values<R> {
        var values = fresh
        values.record.id = ID()
        problems += input.take(json, into: &values, .new, at: place)
        return values
    }

    private func ids(_ values: [JSONValue?], _ place: String, _ member: String, _ problems: inout [InvalidInput.Problem]) -> [ID<R>] {
        values.enumerated().compactMap { index, value in
            let id = value?.string.flatMap(ID<R>.init)
            if id == nil { problems.append(.init("\(place)/\(index)\(member)", "api.problems.id")) }
            return id
        }
    }

    /// One record may be named once: what is asked of it twice stands against each other.
    private func doubles(_ changes: [ID<R>], _ deletions: [ID<R>]) -> [InvalidInput.Problem] {
        let places = changes.indices.map { "/change/\($0)/id" } + deletions.indices.map { "/delete/\($0)" }
        var seen: Set<ID<R>> = []
        return zip(places, changes + deletions).filter { !seen.insert($1).inserted }.map { .init($0.0, "api.problems.twice") }
    }
}

/// What a bulk call asks for.
private struct Asked {
    var create: [JSONValue] = [], change: [JSONValue] = [], delete: [JSONValue] = []

    init(_ json: JSONValue) throws {
        guard let members = json.members else { throw InvalidInput("", "api.problems.object") }
        var problems: [InvalidInput.Problem] = []
        for member in members {
            guard let values = member.value.array else {
                problems.append(.init(pointer(member.name), "api.problems.array"))
                continue
            }
            switch member.name {
            case "create": create = values
            case "change": change = values
            case "delete": delete = values
            default: problems.append(.init(pointer(member.name), "platform.problems.json_unknown"))
            }
        }
        let most = Resource.mostAtOnce, phrase = Phrase("api.problems.bulk", ["most": .number(most)])
        for (place, values) in [("/create", create), ("/change", change), ("/delete", delete)] where values.count > most {
            problems.append(.init(place, phrase))
        }
        if problems.isEmpty, create.isEmpty, change.isEmpty, delete.isEmpty { problems.append(.init("", phrase)) }
        guard problems.isEmpty else { throw InvalidInput(problems) }
    }
}
