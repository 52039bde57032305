import FoundationEssentials

/// The pages and the address of one command.
struct CommandRoutes<C: Command>: Sendable {
    let kind: CommandKind<C>
    let registry: Registry

    /// Operators who assist move no money, and do nothing that cannot be taken back.
    var routes: [Route<Scope>] {
        switch kind.declaration.risk {
        case .read, .change: pages
        case .money, .destroy: pages.map(\.closedToAssists)
        }
    }

    private var pages: [Route<Scope>] {
        [
            .get(kind.path, .member(kind.permission)) { request, scope in
                .page(try await CommandForm(kind: kind, registry: registry, scope: scope).page(request.parameters["id"], request.query))
            },
            .post(kind.path, .member(kind.permission)) { request, scope in
                try await CommandForm(kind: kind, registry: registry, scope: scope).submit(request.parameters["id"], request.form)
            },
        ]
    }

    var endpoint: Endpoint {
        Endpoint(
            module: kind.module, name: kind.declaration.name, operationName: kind.operation, target: kind.declaration.target?.table(),
            path: kind.path, permission: kind.permission,
            risk: kind.declaration.risk, title: kind.title, text: kind.text,
            fields: kind.fields.map { ResourceField($0, in: kind) },
            run: { id, json, scope in
                let input = FieldInput(fields: kind.fields, reading: { kind.reading($0, scope.voice) })
                var values = Values<C>()
                let problems = input.take(json, into: &values, .whole)
                guard problems.isEmpty else { throw InvalidInput(problems) }
                let outcome = try await CommandRun(kind: kind, scope: scope).run(values.record, on: id)
                return [
                    "said": .string(scope.say(outcome.said)), "id": outcome.record.map { .string($0.id) } ?? .null,
                ]
            })
    }
}

/// Runs a command, in one transaction.
struct CommandRun<C: Command>: Sendable {
    let kind: CommandKind<C>
    let scope: Scope

    /// - Parameter id: of the record it acts on.
    /// - Throws: `Refusal`; `PageError.notFound` when the business has no such record, or has deleted it; what the command throws.
    func run(_ command: C, on id: String?) async throws -> Outcome {
        try scope.authorise(kind.permission, of: Feature(kind.module))
        var command = command
        if let target = kind.declaration.target {
            guard let id, target.set(&command, id) else { throw PageError.notFound }
        }
        let ready = command
        return try await scope.transaction { scope in
            try await note(id, scope)
            return try await ready.run(in: scope)
        }
    }

    /// Locks the record it acts on and writes down that it was done.
    private func note(_ id: String?, _ scope: Scope) async throws {
        guard let target = kind.declaration.target, let id = id.flatMap(UUID.init(text:)) else {
            try await scope.db.execute("insert into events (name, record) values (\(kind.operation), '')")
            return
        }
        let table = target.table()
        let found = try await scope.db.first("""
            select 1::int from \(identifier: table) where id = \(id) and deleted_at is null for update
            """) { row in try row.next(Int32.self) }
        guard found != nil else { throw PageError.notFound }
        try await scope.db.execute("""
            insert into events (name, record, record_id) values (\(kind.operation), \(table), \(id))
            """)
    }
}
