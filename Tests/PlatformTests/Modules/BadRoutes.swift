import Platform
import Support
import Testing

@Suite("A module whose routes or words are wrong", .enabled(if: TestPlatform.isPossible))
struct BadRoutes {
    @Test("because another has that path is refused")
    func duplicate() async throws {
        try await refuse(garden(route("/garden/today"), route("/garden/today")), .duplicateRoute("GET /garden/today", modules: ["garden", "garden"]), "GET /garden/today is declared twice")
    }

    @Test("because a generated page has that path is refused")
    func generated() async throws {
        try await refuse(garden(route("/garden/beds/new")), .duplicateRoute("GET /garden/beds/new", modules: ["garden", "garden"]), "is declared twice")
    }

    @Test("because the path is another's is refused", arguments: ["/home", "/gardens", "/crm/customers", "/", "/garden-x/y"])
    func outside(path: String) async throws {
        try await refuse(garden(route(path)), .routeOutside("GET \(path)", module: "garden"), "must begin with /garden/")
    }

    @Test("because nobody declares the permission they ask for is refused")
    func permission() async throws {
        try await refuse(
            garden(route("/garden/today", .member(Permission("garden.water", from: .staff)))),
            .unknownPermission("garden.water", route: "GET /garden/today"), "permission \"garden.water\"", "which no module declares")
    }

    @Test("because a word is missing is refused, with the file to add it to", arguments: [
        ("  plural: Beds\n", "beds.plural"), ("name: Garden\n", "name"), ("summary: What grows.\n", "summary"), ("    name: Name\n", "beds.fields.name"),
    ])
    func words(line: String, key: String) async throws {
        let texts = Self.words.replacing(line, with: "")
        try await refuse(garden(), texts: texts, .missingText(key: key, language: "en", module: "garden"), "templates/garden/texts/en.yaml", "\"\(key)\" is missing")
    }

    @Test("in nothing is taken")
    func good() async throws {
        let water = Permission("garden.water", from: .staff)
        let module = garden(route("/garden/today", .member(water)), route("/garden", .open(because: "anyone may look")), permissions: [water])
        try await TestPlatform.with([module], texts: Self.texts(Self.words)) { platform in
            try await ModuleAudit(platform.registry, catalogue: platform.voices.catalogue).check(platform.app)
        }
    }

    private func refuse(_ module: Module, texts: String = words, _ error: ModuleError, _ says: String...) async throws {
        try await TestPlatform.with([module], texts: Self.texts(texts)) { platform in
            await #expect(throws: error) { try await ModuleAudit(platform.registry, catalogue: platform.voices.catalogue).check(platform.app) }
            for words in says { #expect(error.description.contains(words)) }
        }
    }

    private func garden(_ routes: Route<Scope>..., permissions: [Permission] = []) -> Module {
        Module(
            "garden", records: [.record(Bed.self)], permissions: permissions,
            migrations: [Migration("garden/0001", sql: bedTable)], menu: [MenuItem(Bed.self)], routes: routes)
    }

    private func route(_ path: String, _ access: Access = .member(AccountPermissions.home)) -> Route<Scope> {
        .raw(.get, path, access) { _, _ in Response() }
    }

    private static func texts(_ yaml: String) -> TestTexts { ["garden": [.en: yaml, .es: yaml, .ar: yaml]] }

    private static let words = """
        name: Garden
        summary: What grows.
        beds:
          singular: Bed
          plural: Beds
          count: "{count} beds"
          fields:
            name: Name
            another: Another

        """
}
