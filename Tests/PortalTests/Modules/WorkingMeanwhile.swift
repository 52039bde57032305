import CRM
import Platform
import Support
import Testing

@Suite("What changes a business's modules and fields", .enabled(if: TestPlatform.isPossible))
struct WorkingMeanwhile {
    enum Change: CaseIterable { case field, `switch`, purge }

    @Test("keeps nobody waiting who writes records, and waits for none of them", arguments: Change.allCases)
    func meanwhile(change: Change) async throws {
        try await withSales { house, owner, _ in
            let registry = house.platform.registry, sales = try #require(registry.module("sales"))
            if change == .purge { _ = try await ModuleSwitch(registry, in: owner).switchOff(sales) }
            for writesFirst in [true, false] {
                try await owner.transaction { first in
                    if writesFirst { try await write(first) } else { try await make(change, sales, registry, first) }
                    try await owner.transaction { second in
                        try await second.db.execute("set local lock_timeout to '2s'")
                        if writesFirst { try await make(change, sales, registry, second) } else { try await write(second) }
                    }
                }
            }
        }
    }

    private func write(_ scope: Scope) async throws {
        try await scope.db.execute("insert into companies (id, name) values (\(ID<Company>()), 'Initech')")
    }

    private func make(_ change: Change, _ module: Module, _ registry: Registry, _ scope: Scope) async throws {
        switch change {
        case .field: try await FieldDefinitions(of: "companies", in: scope).add(FieldDraft(Form([("label", "\(ID<Company>())"), ("kind", "text")])))
        case .switch: _ = try await ModuleSwitch(registry, in: scope).switchOff(module)
        case .purge: _ = try await Leaving(module, registry, in: scope).purge()
        }
    }
}
