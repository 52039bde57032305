import Platform

/// Leaving a module that is off: keep what it holds, take it along, or end it for good.
struct ModuleLeaving: Sendable {
    let registry: Registry
    private static let access = Access.member(AccountPermissions.leaveModules)

    var routes: [Route<Scope>] {
        [
            .get("\(ModuleSwitches.path)/{id}/leave", Self.access) { request, scope in
                let leaving = try await leaving(request, scope)
                return .page(LeavePage(
                    title: title("leave_title", leaving.module, scope), crumbs: crumbs(scope), keepPath: ModuleSwitches.path,
                    archivePath: path(leaving.module, "archive"), purgePath: path(leaving.module, "purge")))
            },
            .raw(.get, "\(ModuleSwitches.path)/{id}/archive", Self.access) { request, scope in
                try await leaving(request, scope).archive()
            },
            .get("\(ModuleSwitches.path)/{id}/purge", Self.access) { request, scope in
                .page(try await page(leaving(request, scope), scope))
            }.freshly,
            .post("\(ModuleSwitches.path)/{id}/purge", Self.access) { request, scope in
                try await purge(leaving(request, scope), request.form.text("name"), scope)
            }.freshly,
        ]
    }

    private func purge(_ leaving: Leaving, _ typed: String, _ scope: Scope) async throws -> Answer<PurgePage> {
        let name = scope.say(leaving.module.name)
        guard typed == name else {
            return .page(try await page(leaving, scope, typed: typed, LeavingError.otherName), status: .unprocessableContent)
        }
        do {
            let report = try await leaving.purge()
            let rows = report.lines.filter { !$0.stays }.map(\.rows).reduce(0, +)
            return .seeOther(ModuleSwitches.path, saying: Announcement(scope.say(
                Phrase("customer.modules.purged", ["module": .text(name), "count": .number(rows)]))))
        } catch let error as LeavingError {
            return .page(try await page(leaving, scope, typed: typed, error), status: error.status)
        }
    }

    private func page(
        _ leaving: Leaving, _ scope: Scope, typed: String = "", _ error: LeavingError? = nil
    ) async throws -> PurgePage {
        let report = try await leaving.report()
        let words = ReportWords(report: report, scope: scope)
        let name = FormField(
            "name", label: scope.say(Phrase("customer.modules.type_name", ["module": .phrase(leaving.module.name)])),
            error: error.map { scope.say($0.message) }, isRequired: true, hasFocus: error != nil, .text(.init(.text, typed, maxLength: 200)))
        let blocked = words.blocked
        return PurgePage(
            title: title("purge_title", leaving.module, scope),
            crumbs: crumbs(scope) + [Crumb(title("leave_title", leaving.module, scope), path: path(leaving.module, "leave"))],
            holdings: words.holdings, references: words.references, blocked: blocked,
            form: blocked == nil
                ? .init(action: path(leaving.module, "purge"), name: name, cancelPath: ModuleSwitches.path) : nil)
    }

    private func leaving(_ request: Request, _ scope: Scope) async throws -> Leaving {
        try await Leaving(registry.module(in: request), registry, in: scope)
    }

    private func path(_ module: Module, _ doing: String) -> String { "\(ModuleSwitches.path)/\(module.id)/\(doing)" }

    private func title(_ key: String, _ module: Module, _ scope: Scope) -> String {
        scope.say(Phrase("customer.modules.\(key)", ["module": .phrase(module.name)]))
    }

    private func crumbs(_ scope: Scope) -> [Crumb] { [Crumb(scope.say("customer.modules.title"), path: ModuleSwitches.path)] }
}

/// A report, as people read it.
private struct ReportWords {
    let report: LeavingReport
    let scope: Scope

    var holdings: Table {
        let rows = scope.say("customer.modules.rows"), deleted = scope.say("customer.modules.deleted_rows"), end = scope.say("customer.modules.end")
        return Table(
            scope.say("customer.modules.holdings"),
            columns: [.init(scope.say("customer.modules.what")), .init(rows, isNumeric: true), .init(deleted, isNumeric: true), .init(end)],
            rows: report.lines.map { line in
                Table.Row(id: line.key, title: scope.say(line.name), cells: [
                    Table.Cell(scope.formats.number(line.rows), label: rows, style: .number),
                    Table.Cell(scope.formats.number(line.deleted), label: deleted, style: .number),
                    Table.Cell(scope.say(line.stays ? "customer.modules.unreadable" : "customer.modules.gone"), label: end, style: .muted),
                ])
            })
    }

    var references: Table? {
        guard !report.references.isEmpty else { return nil }
        let rows = scope.say("customer.modules.rows"), end = scope.say("customer.modules.end")
        return Table(
            scope.say("customer.modules.references"),
            columns: [.init(scope.say("customer.modules.what")), .init(rows, isNumeric: true), .init(end)],
            rows: report.references.enumerated().map { place, reference in
                Table.Row(id: String(place), title: scope.say(reference.name), cells: [
                    Table.Cell(scope.formats.number(reference.rows), label: rows, style: .number),
                    Table.Cell(scope.say(words(reference.end)), label: end, style: .muted),
                ])
            })
    }

    var blocked: String? {
        report.references.first { $0.end == .blocks }.map { scope.say(LeavingError.needed(by: $0.name).message) }
    }

    private func words(_ end: LeavingReport.Reference.End) -> Phrase {
        switch end {
        case .emptied: "customer.modules.emptied"
        case .goes: "customer.modules.gone"
        case .blocks: "customer.modules.blocks"
        }
    }
}
