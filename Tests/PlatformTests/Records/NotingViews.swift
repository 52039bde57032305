import Support
import Testing

@testable import Platform

@Suite("A view of sensitive records", .enabled(if: TestPlatform.isPossible))
struct NotingViews {
    @Test("notes how many of them were read, as their list does", arguments: ["board", "calendar?month=2026-11"])
    func reading(view: String) async throws {
        try await TestPlatform.with([ward], texts: ["ward": [.en: words, .es: words, .ar: words]]) { platform in
            let scope = try await platform.register("Acme"), desk = Desk(scope, platform.registry)
            try await desk.see("/ward/visits/\(view)")
            let reads: SQL = "select payload::text from events where name = 'ward.visits.read'"
            #expect(try await scope.db.rows(reads) { row in try row.next(String.self) }.isEmpty)
            for name in ["Ada", "Bea"] {
                var visit = Visit()
                (visit.name, visit.day) = (name, Day("2026-11-10"))
                try await Records(Visit.self, in: scope).create(visit)
            }
            try await desk.see("/ward/visits/\(view)")
            #expect(try await scope.db.rows(reads) { row in try row.next(String.self) } == ["{\"count\": 2}"])
        }
    }

    @Test("that is part of something else is noted too: what the picker offers, and what refers to a record on its page")
    func inPassing() async throws {
        try await TestPlatform.with([ward], texts: ["ward": [.en: words, .es: words, .ar: words]]) { platform in
            let scope = try await platform.register("Acme"), desk = Desk(scope, platform.registry), visits = Records(Visit.self, in: scope)
            var first = Visit()
            first.name = "First"
            try await visits.create(first)
            for name in ["Second", "Third"] {
                var visit = Visit()
                (visit.name, visit.previous) = (name, first.id)
                try await visits.create(visit)
            }
            let reads: SQL = "select payload::text from events where name = 'ward.visits.read' order by payload"
            try await desk.see("/ward/visits/picker")
            #expect(try await scope.db.rows(reads) { row in try row.next(String.self) } == ["{\"count\": 3}"])
            try await desk.see("/ward/visits/\(first.id)")
            #expect(try await scope.db.rows(reads) { row in try row.next(String.self) } == ["{\"count\": 1}", "{\"count\": 2}", "{\"count\": 3}"])
        }
    }

    @Test("has no field in a change of many that must not be remembered")
    func secrets() async throws {
        try await withClinic { platform, scope in
            let page: BulkEditPage = try await Desk(scope, platform.registry).open("/clinic/patients/edit?id=\(ID<Patient>())")
            #expect(page.fields.map(\.name) == ["name", "email", "ward", "fee"])
        }
    }
}

private let ward = Module("ward", records: [.record(Visit.self)], migrations: [Migration("ward/0001_visits", sql: """
    create table visits (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text not null, state text not null, day date, previous_id uuid,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}', primary key (business_id, id),
        foreign key (business_id, previous_id) references visits
    );
    create index on visits (business_id, day, id);
    call kontor.record('visits', '{state,previous_id}');
    """)])

private struct Visit: Record {
    var id = ID<Visit>()
    var name = ""
    var state = State.planned
    var day: Day?
    var previous: ID<Visit>?

    enum State: String, ChoiceValue { case planned, over }

    static let schema = Schema<Visit>("visits", isSensitive: true, views: .board(by: "state"), .calendar(by: "day")) {
        Field("name", \.name)
        Field("state", \.state, .filterable)
        Field("day", \.day)
        Field("previous", \.previous, .filterable)
    }
}

private let words = """
    name: Ward
    summary: Who comes when.
    visits:
      singular: Visit
      plural: Visits
      count: "{count} visits"
      fields: {name: Name, state: State, day: Day, previous: Previous}
      choices:
        state: {planned: Planned, over: Over}
    """
