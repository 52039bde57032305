import CRM
import Platform
import Support
import Synchronization

/// A module on top of the customers: deals may be without a customer, orders may not, and one of its pages fails as told.
func sales(_ failing: Failing = Failing()) -> Module {
    Module(
        "sales", requires: [crm], records: [.record(Deal.self), .record(Order.self)],
        migrations: [Migration("sales/0001_deals", sql: salesTables)], menu: [MenuItem(Deal.self)],
        routes: [.raw(.get, "/sales/today", .member(Permission("sales.deals.read", from: .viewer))) { _, _ in
            try failing.happen()
            return .html(Array("today".utf8))
        }])
}

struct Deal: Record {
    var id = ID<Deal>()
    var name = ""
    var customer: ID<Customer>?

    static let schema = Schema<Deal>("deals") {
        Field("name", \.name, .required, .searchable, .sortable)
        Field("customer", \.customer, .filterable)
    }
}

struct Order: Record {
    var id = ID<Order>()
    var name = ""

    static let schema = Schema<Order>("orders") {
        Field("name", \.name, .required)
    }
}

/// What the page that fails throws, and how often it was run.
final class Failing: Sendable {
    enum Mistake: Error { case brokenFor(name: String) }

    private let state = Mutex<(error: (any Error)?, runs: Int)>((nil, 0))
    var error: (any Error)? {
        get { state.withLock { $0.error } }
        set { state.withLock { $0.error = newValue } }
    }
    var runs: Int { state.withLock { $0.runs } }

    func happen() throws {
        try state.withLock { state in
            state.runs += 1
            if let error = state.error { throw error }
        }
    }
}

private let salesTables = """
    -- create table settings: only said, not done
    create table deals (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text collate "und-x-icu" not null, customer_id uuid,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name)) stored,
        primary key (business_id, id), foreign key (business_id, customer_id) references customers
    );
    create index on deals (business_id, name, id) where deleted_at is null;
    call kontor.record('deals', '{name,customer_id}');
    create table orders (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text not null, customer_id uuid,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        primary key (business_id, id), foreign key (business_id, customer_id) references customers
    );
    call kontor.record('orders', '{}');
    create table order_lines (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, order_id uuid not null, customer_id uuid not null,
        primary key (business_id, id), foreign key (business_id, order_id) references orders,
        foreign key (business_id, customer_id) references customers
    );
    call kontor.wall('order_lines');
    """

private let salesWords = """
    name: Sales
    summary: What is sold to whom.
    deals:
      singular: Deal
      plural: Deals
      count: "{count} deals"
      fields: {name: Name, customer: Customer}
    orders:
      singular: Order
      plural: Orders
      count: "{count} orders"
      fields: {name: Name}
    """

let salesTexts: TestTexts = ["sales": [.en: salesWords, .es: salesWords, .ar: salesWords]]

extension CustomerHouse {
    /// The only value of a statement, whatever walls there are.
    func arrange(_ sql: SQL) async throws { _ = try await platform.superuser.write(Query.execute(sql)) }

    func value<T: PostgresDecodable & Sendable>(_ sql: SQL, of type: T.Type = T.self) async throws -> T {
        try await platform.superuser.read(Query<T>.value(sql))
    }
}

/// Calls `body` with a house that has customers and sales, and the cookie of a business's owner.
func withSales(_ failing: Failing = Failing(), _ body: (CustomerHouse, Scope, String) async throws -> Void) async throws {
    try await CustomerHouse.with([crm, sales(failing)], texts: salesTexts) { house in
        let owner = try await house.platform.register("Acme")
        try await body(house, owner, house.cookie(of: owner))
    }
}
