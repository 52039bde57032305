import Postgres

/// What is wrong with the rows of a file, as it lies in the table `import_problems`.
extension Imports {
    /// Keeps them, up to `ImportLimits.problems` of an import.
    /// - Parameter first: the number of the first of them; they count from 0.
    func add(_ found: [ImportProblem], from first: Int, to id: ID<StoredImport>) async throws {
        let problems = found.prefix(max(0, ImportLimits.problems - first))
        guard !problems.isEmpty else { return }
        let reasons = problems.map { JSON(StoredPhrase($0.reason, scope.voice)) }
        try await scope.db.execute("""
            insert into import_problems (import_id, number, line, column_name, value, reason)
            select \(id), p.* from unnest(\(Array(first..<first + problems.count)), \(problems.map(\.line)),
                \(problems.map(\.column)), \(problems.map(\.value)), \(reasons)) as p
            on conflict do nothing -- a runner that was thought dead may have said the same
            """)
    }

    /// Some thousands at a time, so that no statement takes long.
    func forgetProblems(of id: ID<StoredImport>) async throws {
        var gone = 0
        repeat {
            gone = try await scope.db.execute("""
                delete from import_problems where import_id = \(id) and number in (
                    select number from import_problems where import_id = \(id) order by number limit 10000)
                """)
        } while gone > 0
    }

    /// In the file's order.
    /// - Parameter first: the number to begin with.
    func problems(of id: ID<StoredImport>, from first: Int = 0, most: Int) async throws -> [ImportProblem] {
        try await scope.db.rows("""
            select line, column_name, value, reason from import_problems
             where import_id = \(id) and number >= \(first) order by number limit \(most)
            """) { row in
            ImportProblem(
                line: try row.next(), column: try row.next(), value: try row.next(),
                try row.next(JSON<StoredPhrase>.self).value.phrase)
        }
    }
}
