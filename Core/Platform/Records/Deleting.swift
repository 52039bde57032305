/// Deletes records, and takes that back.
struct Deleting<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    private var records: Records<R> { Records(kind, in: scope) }
    private var operations: RecordOperations<R> { RecordOperations(kind, in: scope) }

    func question(_ id: ID<R>) async throws -> DeletePage {
        guard let stored = try await records.one(id), stored.deletedAt == nil else { throw PageError.notFound }
        let title: [String: Phrase.Argument] = ["title": .text(stored.title)]
        return DeletePage(
            title: scope.say(Phrase("platform.delete.title", title)),
            text: scope.say(Phrase("platform.delete.text", title)),
            crumbs: [Crumb(scope.say(kind.many), path: kind.path), Crumb(stored.title, path: kind.path(id))],
            action: kind.path(id, "delete"), cancelPath: kind.path(id))
    }

    func delete(_ chosen: [ID<R>]) async throws -> Answer<DeletePage> {
        let ids = Array(Set(chosen))
        let count = try await operations.delete(ids)
        guard count > 0 else { throw PageError.notFound }
        let undo = Form(ids.prefix(100).map { ("id", $0.description) }).urlEncoded
        return .seeOther(kind.path, saying: Announcement(said("deleted", count), undo: "\(kind.path)/restore?\(undo)"))
    }

    func restore(_ chosen: [ID<R>]) async throws -> Answer<DeletePage> {
        let ids = Array(Set(chosen))
        let count = try await operations.restore(ids)
        guard count > 0 else { throw PageError.notFound }
        let path = ids.count == 1 ? kind.path(ids[0]) : kind.path
        return .seeOther(path, saying: Announcement(said("restored", count)))
    }

    private func said(_ what: String, _ count: Int) -> String {
        scope.say(Phrase("platform.said.\(what)", [
            "count": .number(count), "what": .phrase(Phrase("\(kind.key).count", ["count": .number(count)])),
        ]))
    }
}
