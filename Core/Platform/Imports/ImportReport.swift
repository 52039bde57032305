/// What a check found, or an import has done.
struct ImportReport<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope
    /// Wrong rows on the page; the others are in the file beside it.
    static var mostShown: Int { 1_000 }

    func page(_ stored: StoredImport) async throws -> ImportReportPage {
        let place = ImportPlace(kind: kind, scope: scope)
        let tally = stored.tally ?? ImportTally()
        let isDone = stored.state == .done, hasFailed = stored.state == .failed
        let undone = stored.state == .undone ? tally.undone : nil
        let problems = try await Imports(scope: scope, record: kind.table).problems(of: stored.id, most: Self.mostShown)
        return ImportReportPage(
            title: place.title, crumbs: place.crumbs, isDone: isDone || undone != nil,
            text: scope.say(stored.failure ?? undone.map(sentence) ?? sentence(isDone ? "done" : "checked", tally)),
            kind: undone != nil ? .info : hasFailed || stored.failure != nil || tally.right == 0 ? .danger : tally.wrong > 0 ? .warning : .success,
            figures: hasFailed ? [] : undone.map(figures) ?? figures(tally, hasKey: stored.plan?.key != nil),
            wrongTitle: hasFailed || undone != nil || tally.wrong == 0 ? nil : count(isDone ? "imports.wrong.were" : "imports.wrong.will", tally.wrong),
            wrongRows: hasFailed || undone != nil ? [] : problems.map(row),
            allWrong: hasFailed || undone != nil || tally.problems <= problems.count ? nil : ListAction(
                more(tally.problems, shown: problems.count), path: place.path(stored.id, "problems")),
            start: stored.state == .checked && tally.right > 0
                ? ListAction(count("imports.checked.start", tally.right), path: place.path(stored.id, "start")) : nil,
            backPath: isDone || undone != nil ? nil : place.path(stored.id, "mapping"), listPath: kind.path,
            undo: try await undo(stored, place), leftTitle: undone.flatMap { $0.left == 0 ? nil : count("imports.undo.left", $0.left) },
            left: (undone?.left ?? 0) == 0 ? [] : try await left(stored.id))
    }

    /// Leads to the question whether to take the import back, where this member may.
    private func undo(_ stored: StoredImport, _ place: ImportPlace<R>) async throws -> ListAction? {
        guard stored.state == .done, kind.undoPermissions.allSatisfy(scope.may),
            try await Imports(scope: scope, record: kind.table).canBeUndone(stored.id)
        else { return nil }
        return ListAction(scope.say("imports.undo.action"), path: place.path(stored.id, "undo"))
    }

    private func left(_ id: ID<StoredImport>) async throws -> [ListAction] {
        try await ImportUndo(kind: kind, id: id).left(in: scope, most: 100).map { ListAction($0.title, path: kind.path($0.id)) }
    }

    private func sentence(_ undone: ImportTally.Undone) -> Phrase {
        Phrase("imports.undo.done", ["count": .number(undone.removed + undone.restored)])
    }

    private func figures(_ undone: ImportTally.Undone) -> [Figure] {
        [("removed", undone.removed), ("restored", undone.restored), ("left", undone.left)].map { name, count in
            Figure(scope.say(Phrase("imports.figures.\(name)")), scope.formats.number(count), name == "left" && count > 0 ? .warning : .neutral)
        }
    }

    private func sentence(_ state: String, _ tally: ImportTally) -> Phrase {
        Phrase(tally.right == 0 ? "imports.\(state).none" : "imports.\(state).text", ["count": .number(tally.right)])
    }

    /// - Parameter count: of all problems, of which not all are kept.
    private func more(_ count: Int, shown: Int) -> String {
        let isAll = count <= ImportLimits.problems
        return scope.say(Phrase(isAll ? "imports.wrong.all" : "imports.wrong.most", [
            "shown": .number(shown), "count": .number(count), "listed": .number(min(count, ImportLimits.problems)),
        ]))
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
