/// What a check found, or an import has done.
struct ImportReport<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope
    /// Wrong rows on the page; all of them are in the file beside it.
    static var mostShown: Int { 1_000 }

    func page(_ stored: StoredImport) async throws -> ImportReportPage {
        let place = ImportPlace(kind: kind, scope: scope)
        let tally = stored.tally ?? ImportTally()
        let isDone = stored.state == .done, hasFailed = stored.state == .failed
        let problems = try await Imports(scope: scope, record: kind.table).problems(of: stored.id, most: Self.mostShown)
        return ImportReportPage(
            title: place.title, crumbs: place.crumbs, isDone: isDone,
            text: scope.say(stored.failure ?? sentence(isDone ? "done" : "checked", tally)),
            kind: hasFailed || tally.right == 0 ? .danger : tally.wrong > 0 ? .warning : .success,
            figures: hasFailed ? [] : figures(tally, hasKey: stored.plan?.key != nil),
            wrongTitle: hasFailed || tally.wrong == 0 ? nil : count(isDone ? "imports.wrong.were" : "imports.wrong.will", tally.wrong),
            wrongRows: hasFailed ? [] : problems.map(row),
            allWrong: hasFailed || tally.problems <= problems.count ? nil : ListAction(
                scope.say(Phrase("imports.wrong.all", ["shown": .number(problems.count), "count": .number(tally.problems)])),
                path: place.path(stored.id, "problems")),
            start: stored.state == .checked && tally.right > 0
                ? ListAction(count("imports.checked.start", tally.right), path: place.path(stored.id, "start")) : nil,
            backPath: isDone ? nil : place.path(stored.id, "mapping"), listPath: kind.path)
    }

    private func sentence(_ state: String, _ tally: ImportTally) -> Phrase {
        Phrase(tally.right == 0 ? "imports.\(state).none" : "imports.\(state).text", ["count": .number(tally.right)])
    }

    private func count(_ key: String, _ count: Int) -> String { scope.say(Phrase(key, ["count": .number(count)])) }

    private func figures(_ tally: ImportTally, hasKey: Bool) -> [Figure] {
        func figure(_ name: String, _ count: Int, _ tone: Tone) -> Figure {
            Figure(scope.say(Phrase("imports.figures.\(name)")), scope.formats.number(count), count == 0 ? .neutral : tone)
        }
        let found = hasKey ? [figure("changed", tally.changed, .info), figure("unchanged", tally.unchanged, .neutral)] : []
        let named = tally.named.sorted { $0.key < $1.key }.map { table, count in
            let many = registry.place(of: table).map { scope.say(Phrase("\($0.module).\(table).plural")) } ?? table
            return Figure(scope.say(Phrase("imports.figures.named", ["many": .text(many)])), scope.formats.number(count), .info)
        }
        return [figure("new", tally.new, .positive)] + found + named + [figure("wrong", tally.wrong, .negative)]
    }

    private func row(_ problem: ImportProblem) -> ImportReportPage.WrongRow {
        ImportReportPage.WrongRow(
            line: scope.formats.number(problem.line), column: problem.column, value: problem.value,
            reason: scope.say(problem.reason))
    }
}

/// All wrong rows of an import as a file, made when its pieces are asked for.
struct WrongRows: AsyncSequence, Sendable {
    let imports: Imports
    let id: ID<StoredImport>
    private static let pieceRows = 1_000

    func makeAsyncIterator() -> Iterator { Iterator(rows: self) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let rows: WrongRows
        private var count: Int?
        private var isOver = false

        fileprivate init(rows: WrongRows) { self.rows = rows }

        mutating func next() async throws -> [UInt8]? {
            if isOver { return nil }
            let scope = rows.imports.scope
            var bytes: [UInt8] = []
            let writer = TableWriter()
            if count == nil { writer.append(["line", "column", "value", "reason"].map { scope.say(Phrase("imports.wrong.\($0)")) }, to: &bytes) }
            let first = count ?? 0
            let piece = try await rows.imports.problems(of: rows.id, from: first, most: WrongRows.pieceRows)
            for problem in piece {
                writer.append([String(problem.line), problem.column, problem.value, scope.say(problem.reason)], to: &bytes)
            }
            count = first + piece.count
            isOver = piece.count < WrongRows.pieceRows
            return bytes
        }
    }
}
