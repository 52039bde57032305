public import Platform

/// What people bring to be mended.
public let workshop = Module(
    "workshop",
    records: [.record(Repair.self)],
    commands: [.command(FinishRepair.self)],
    migrations: [Migration("workshop/0001_repairs", sql: repairs)],
    menu: [MenuItem(Repair.self)]
)

/// A thing that was brought, until its owner has it back.
struct Repair: Record {
    var id = ID<Repair>()
    var name = ""
    var state = State.waiting
    var due: Day?
    var price: Money?
    /// Of the owner.
    var phone: PhoneNumber?
    var tags: Tags = []

    static let schema = Schema<Repair>("repairs", views: .board(by: "state")) {
        Field("name", \.name, .required, .searchable, .sortable)
        Field("state", \.state, .filterable)
        Field("due", \.due)
        Field("price", \.price)
        Field("phone", \.phone, .personal)
        Field("tags", \.tags, .filterable)
    }

    enum State: String, ChoiceValue { case waiting, working, done }
}

/// Ends a repair, at what it came to.
struct FinishRepair: Command {
    var repair = ID<Repair>()
    var price: Money?

    static let declaration = Declaration<FinishRepair>("finish", on: \.repair, requires: .edit, risk: .change) {
        Field("price", \.price, .required)
    }

    func run(in scope: Scope) async throws -> Outcome {
        let repairs = Records(Repair.self, in: scope)
        guard var stored = try await repairs.one(repair) else { throw PageError.notFound }
        stored.values.record.state = .done
        stored.values.record.price = price
        guard try await repairs.update(stored.values, from: stored.version) else { throw RecordError.changedMeanwhile }
        return .record(repair, "workshop.commands.finish.done")
    }
}

private let repairs = """
    create table repairs (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text collate "und-x-icu" not null check (name <> ''), state text not null,
        due date, price bigint, price_currency text, phone text, tags jsonb not null default '[]',
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name)) stored,
        primary key (business_id, id)
    );
    create index on repairs (business_id, name, id) where deleted_at is null;
    create index on repairs using gin (business_id, search gin_trgm_ops);
    call kontor.record('repairs', '{name,state,tags}');
    """
