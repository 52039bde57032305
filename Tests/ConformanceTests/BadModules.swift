import Platform
import Support
import Testing

@testable import Conformance

@Suite("A module that breaks a rule", .enabled(if: TestPlatform.isPossible))
struct BadModules {
    @Test("is told from one that keeps them all")
    func good() async throws {
        #expect(try await Conformance.check(quarry(), texts: quarryTexts) == [])
    }

    @Test("is found out, for that and nothing else, in a sentence with the place and the fix", arguments: all)
    func found(bad: Bad) async throws {
        let faults = try await Conformance.check(bad.module, texts: bad.texts, samples: [:], tampering: bad.tampering)
        #expect(Set(faults.map(\.rule)) == [bad.rule], "\(faults)")
        for words in bad.says { #expect(faults.contains { $0.sentence.contains(words) }, "\(words) in \(faults)") }
        #expect(faults.allSatisfy { $0.sentence.hasSuffix(".") && $0.sentence.split(separator: ". ").count > 1 || $0.sentence.contains("; ") })
    }

    @Test("can be one for every rule there is")
    func complete() {
        #expect(Set(Self.all.map(\.rule)) == Set(Rule.allCases))
        #expect(Rule.allCases.allSatisfy { $0.sentence.hasSuffix(".") })
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let rule: Rule
        let module: Module
        let says: [String]
        let texts: TestTexts
        let tampering: Tampering

        init(rule: Rule, module: Module, says: String..., texts: TestTexts = quarryTexts, tampering: Tampering = Tampering()) {
            (self.rule, self.module, self.says, self.texts, self.tampering) = (rule, module, says, texts, tampering)
        }

        var testDescription: String { "\(rule): \(says.joined(separator: "; "))" }
    }

    private static let all = declared + built + upgraded + asked + lying

    private static let declared: [Bad] = [
        Bad(rule: .names, module: quarry(routes: [route("/elsewhere") { _, _ in Response() }]), says: "must begin with /quarry/"),
        Bad(rule: .texts, module: quarry(), says: "quarry/texts/es.yaml: lacks quarry.summary", texts: [
            "quarry": [.en: quarryWords, .es: quarryWords.replacing("summary: What lies there.\n", with: ""), .ar: quarryWords],
        ]),
        Bad(rule: .templates, module: quarry(routes: [.get("/quarry/map", readingPebbles) { _, _ in .page(MapPage()) }]), says: "records/list.mustache"),
        Bad(rule: .access, module: quarry(routes: [.raw(.get, "/quarry/gate", .open(because: "anyone may look")) { _, _ in Response() }]), says: "GET /quarry/gate"),
    ]

    private static let built: [Bad] = [
        Bad(rule: .columns, module: quarry(sql: "alter table pebbles alter column weight type text;"), says: "\"weight\""),
        Bad(rule: .indexes, module: quarry(sql: "drop index pebbles_business_id_name_id_idx;"), says: "no index on (business_id, name, id)"),
        Bad(rule: .walls, module: quarry(sql: slabs + "primary key (business_id, id));"), says: "call kontor.wall('slabs')"),
        Bad(rule: .keys, module: quarry(sql: slabs + "primary key (id)); call kontor.wall('slabs');"), says: "slabs_pkey"),
        Bad(rule: .history, module: quarry(sql: "drop trigger note_changed on pebbles;"), says: "note_changed"),
    ]

    private static let upgraded: [Bad] = [
        Bad(rule: .migrations, module: quarry(later: ["alter table pebbles add column colour text not null", "select 1"]), says: "quarry/0002"),
        Bad(rule: .migrations, module: quarry(later: ["alter table pebbles add check (marks = '[]')"]), says: "quarry/0002"),
        Bad(rule: .migrations, module: quarry(later: ["alter table layers add check (depth is null)"]), says: "quarry/0002"),
        Bad(rule: .migrations, module: quarry(
            sql: slabs + "depth text not null check (depth like '%m'), primary key (business_id, id)); call kontor.wall('slabs');", later: ["select 1"]),
            says: "\"slabs\" stays empty before quarry/0002"),
    ]

    private static let asked: [Bad] = [
        Bad(rule: .business, module: quarry(sql: peek, routes: [
            route("/quarry/pebbles/{id}/peek") { request, scope in
                let id = try request.id(of: Pebble.self)
                guard let name = try await scope.db.first("select peek(\(id))", as: { row in try row.next(String?.self) }) ?? nil else { throw PageError.notFound }
                return Response(body: .bytes(Array(name.utf8)))
            },
        ]), says: "/quarry/pebbles/{id}/peek"),
        Bad(rule: .surfaces, module: quarry(routes: [route("/quarry/pit") { _, _ in throw Collapse() }]), says: "GET /quarry/pit answered 500"),
        Bad(rule: .surfaces, module: quarry([.record(Shale.self)]),
            says: "changed \"grain\" from \"fine\" to \"coarse\"", "POST /quarry/pebbles/import does not find its own export unchanged"),
        Bad(rule: .queries, module: quarry(routes: [
            route("/quarry/heap") { _, scope in
                for id in try await scope.db.rows("select id from pebbles", as: { row in try row.next(ID<Pebble>.self) }) {
                    _ = try await Records(Pebble.self, in: scope).one(id)
                }
                return Response()
            },
        ]), says: "GET /quarry/heap asks"),
        Bad(rule: .answers, module: quarry([.record(Boulder.self)]), says: "/grain that is none of its values"),
        Bad(rule: .purge, module: quarry(sql: shadows + held), says: "leaves rows in shadows", "keeps for it in bulk_changes"),
        // The functions of the owner, which no policy holds back, forget to ask for the business.
        Bad(rule: .business, module: quarry(sql: loose("search", "business_id = %L::uuid") + loose("match", "r.business_id = %L::uuid")),
            says: "kontor.search finds another business's pebbles", "GET /quarry/pebbles?q=Probe&sort=-name with after tells",
            "finds another business's records by \"finder\""),
    ]

    /// What only the platform could break is broken for these from outside: nothing a module declares leads there.
    private static let lying: [Bad] = [Rule.permission, .feature, .suspension].map { rule in
        Bad(rule: rule, module: quarry(), says: "GET /quarry/pebbles", tampering: Tampering(answer: { asked, answer in
            var answer = answer
            if asked == rule { answer.status = 200 }
            return answer
        }))
    } + [Bad(rule: .operations, module: quarry(), says: "quarry.pebbles.create is done", tampering: Tampering(outcome: { _ in "done" }))]

    private static func route(_ path: String, _ handler: @escaping Route<Scope>.Handler) -> Route<Scope> { .raw(.get, path, readingPebbles, handler) }

    private static let slabs = """
        create table slabs (
            business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses, id uuid not null,
        """

    /// Of the owner, for whom the wall has a door.
    private static let peek = """
        create function peek(pebble uuid) returns text language sql stable security definer set search_path = public, pg_temp as
            'select name from pebbles where id = pebble';
        """

    private static func loose(_ function: String, _ condition: String) -> String {
        "do $$ begin execute replace(pg_get_functiondef('kontor.\(function)'::regproc), '\(condition)', '(\(condition) or true)'); end $$;"
    }

    /// Deleting there does nothing.
    private static let held = """
        create function hold() returns trigger language plpgsql as 'begin return null; end';
        create trigger hold before delete on bulk_changes for each row execute function hold();
        """

    /// A table that no reader of the migration would find.
    private static let shadows = """
        do $$ begin execute format('create table %I (business_id uuid not null references businesses, id uuid, primary key (business_id, id))', 'shadows'); end $$;
        call kontor.wall('shadows');
        create function cast_shadow() returns trigger language plpgsql as 'begin insert into shadows values (new.business_id, new.id); return null; end';
        create trigger cast_shadow after insert on pebbles for each row execute function cast_shadow();
        """
}

private struct Collapse: Error {}

/// Its template names much that it does not have.
private struct MapPage: Page {
    static let template = "records/list"
    let title = "Map"
}

/// A pebble whose grain says something else to programs than it declares.
private struct Boulder: Record {
    var id = ID<Boulder>()
    var name = ""
    var grain = Grain.fine

    static let schema = Schema<Boulder>("pebbles") {
        Field("name", \.name, .required, .searchable, .sortable)
        Field("grain", \.grain, .filterable)
    }

    enum Grain: String, ChoiceValue {
        case fine, coarse
        var json: JSONValue { "gritty" }
    }
}

/// A pebble whose form shows another grain than it has, and whose grain stands in files as what is read as another.
private struct Shale: Record {
    var id = ID<Shale>()
    var name = ""
    var grain = Grain.fine

    static let schema = Schema<Shale>("pebbles") {
        Field("name", \.name, .required, .searchable, .sortable)
        Field("grain", \.grain, .filterable)
    }

    enum Grain: String, ChoiceValue {
        case fine, coarse
        static var synonyms: [String: Grain] { ["gritty": .coarse] }
        var plain: String { "gritty" }
        var json: JSONValue { .string(rawValue) }
        var storedTexts: [String] { [rawValue] }
        func typed(_ reading: Reading) -> String { "coarse" }
    }
}
