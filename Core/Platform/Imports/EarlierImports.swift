import FoundationEssentials
import Postgres

/// The last imports of one kind of record, for the page on which the next one begins.
struct EarlierImports<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope
    private static var most: Int { 20 }

    func all() async throws -> [ImportUploadPage.Earlier] {
        let place = ImportPlace(kind: kind, scope: scope)
        return try await scope.db.rows("""
            select i.id, i.file_name, i.created_at, u.name, i.state, i.report
              from imports i left join lateral (select c.name from colleagues c where c.id = i.member_id) u on true
             where i.record = \(kind.table) and i.state <> 'uploading' order by i.id desc limit \(Self.most)
            """) { row in
            let id: ID<StoredImport> = try row.next(), file: String = try row.next(), moment: Date = try row.next()
            let who = try row.next(String?.self) ?? "", state: StoredImport.State = try row.next()
            let tally = try row.next(JSON<ImportTally>?.self)?.value
            return ImportUploadPage.Earlier(
                path: place.path(id), file: file, when: scope.formats.relative(moment, to: scope.now), moment: iso8601(moment), who: who,
                state: scope.say(Phrase("imports.states.\(state.rawValue)")), tone: state.tone,
                new: count(tally?.new), changed: count(tally?.changed), wrong: count(tally?.wrong))
        }
    }

    private func count(_ count: Int?) -> String { count.map(scope.formats.number) ?? "–" }
}

extension StoredImport.State {
    fileprivate var tone: Tone {
        switch self {
        case .uploading, .uploaded, .checked, .undone: .neutral
        case .checking, .running, .undoing: .info
        case .done: .positive
        case .failed: .negative
        }
    }
}
