import Platform
import Support
import Testing

@Suite("A module that is installed", .enabled(if: TestPlatform.isPossible))
struct InstalledModules {
    @Test("fits its words, routes and tables")
    func fits() async throws {
        try await TestPlatform.with([garden], texts: gardenTexts) { platform in
            try await ModuleAudit(platform.registry, catalogue: platform.voices.catalogue).check(platform.app)
        }
    }

    @Test("has all its routes behind its feature, and none without a permission")
    func routes() throws {
        for route in try Registry([garden]).routes {
            #expect(route.feature == garden.feature)
            guard case .member(let permission) = route.access else { Issue.record("\(route.path) is open"); continue }
            #expect(permission.name.hasPrefix("garden."))
        }
    }

    @Test("gives each role what it may by default, and more to each higher one")
    func roles() throws {
        let registry = try Registry([garden])
        let names = BusinessRole.ladder.map { role in Set(registry.permissions(of: role).map(\.name).filter { $0.hasPrefix("garden.beds") }.map { String($0.dropFirst(12)) }) }
        #expect(names == [["read"], ["read", "create", "edit"]] + Array(repeating: ["read", "create", "edit", "delete", "export"], count: 3))
        for (lower, higher) in zip(Role.allCases, Role.allCases.dropFirst()) {
            #expect(lower < higher && registry.permissions(of: BusinessRole(lower)).isSubset(of: registry.permissions(of: BusinessRole(higher))))
        }
        #expect(!registry.permissions(of: .manager).contains(AccountPermissions.settings) && registry.permissions(of: .admin).contains(AccountPermissions.settings))
    }

    @Test("disappears from the menu for a business without its feature, and for those who may not read it")
    func menu() async throws {
        try await withGarden { platform, scope in
            #expect(platform.registry.menu(for: scope).map(\.entries.count) == [2])
            let off = Business(
                id: scope.business.id, name: "", currency: .usd, timeZone: .gmt, hue: 0, featuresOff: [garden.feature])
            #expect(platform.registry.menu(for: scope.with(business: off)).isEmpty)
            #expect(platform.registry.menu(for: scope.with(permissions: [])).isEmpty)
        }
    }
}

extension Scope {
    func with(business: Business? = nil, permissions: Set<Permission>? = nil) -> Scope {
        Scope(business: business ?? self.business, member: member, permissions: permissions ?? self.permissions, voice: voice, db: db)
    }
}
