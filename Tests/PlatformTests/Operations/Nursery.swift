import Support

@testable import Platform

/// Beside the garden: pots, and a command of either kind.
let nursery = Module(
    "nursery", records: [.record(Pot.self)], commands: [.command(FillPot.self), .command(SweepUp.self)],
    permissions: [sweeping], migrations: [Migration("nursery/0001_pots", sql: pots)])

private let sweeping = Permission("nursery.sweep", from: .staff)

struct Pot: Record {
    var id = ID<Pot>()
    var name = ""

    static let schema = Schema<Pot>("pots") { Field("name", \.name, .required) }
}

struct FillPot: Command {
    var pot = ID<Pot>()
    var soil = ""

    static let declaration = Declaration<FillPot>("fill", on: \.pot, requires: .edit, risk: .change) { Field("soil", \.soil, .required) }

    func run(in scope: Scope) async throws -> Outcome { .record(pot, "nursery.commands.fill.done") }
}

struct SweepUp: Command {
    static let declaration = Declaration<SweepUp>("sweep", requires: sweeping, risk: .read)

    func run(in scope: Scope) async throws -> Outcome { .done("nursery.commands.sweep.done") }
}

private let pots = """
    create table pots (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text not null,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        primary key (business_id, id)
    );
    call kontor.record('pots', '{}');
    """

private let words = """
    name: Nursery
    summary: What is kept in pots.
    pots:
      singular: Pot
      plural: Pots
      count: "{count} pots"
      fields: {name: Name}
    commands:
      fill: {name: Fill, text: Fills it., done: Filled., fields: {soil: Soil}}
      sweep: {name: Sweep, text: Sweeps., done: Swept.}
    """

/// Calls `body` with a platform that has the garden and the nursery, and the owner of a business.
func withNursery(_ body: (TestPlatform, Scope) async throws -> Void) async throws {
    let texts: TestTexts = ["garden": [.en: gardenWords, .es: gardenWords, .ar: gardenWords], "nursery": [.en: words, .es: words, .ar: words]]
    try await TestPlatform.with([garden, nursery], texts: texts) { platform in try await body(platform, platform.register("Acme")) }
}
