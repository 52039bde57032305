import FoundationEssentials
import Platform

/// Businesses full of customers, made by a few statements over all of them.
struct Filling: Sendable {
    /// How many customers each business has.
    let customers: [Int32]

    static let small = Filling(customers: [1_000])
    /// A million in a hundred businesses, one of which has a hundred thousand.
    static let large = Filling(customers: [100_000] + Array(repeating: 9_091, count: 99))

    /// What the browser of a business's owner sends, the first business being 1.
    static func cookie(_ business: Int) -> String {
        let name = "session\(business)"
        return "kontor_session=\(name)\(String(repeating: "-", count: 43 - name.utf8.count))"
    }

    static func id(of business: Int, through owner: ConnectionPool) async throws -> ID<Business> {
        try await owner.read(Query<ID<Business>>.value("select bench_id('2026-01-01', \(business))"))
    }

    func fill(_ database: BenchDatabase) async throws {
        let owner = database.ownersPool()
        try await owner.write(
            Query.execute(Self.makeID), Query.execute(businesses), Query.execute(users), Query.execute(Self.members),
            Query.execute(Self.sessions), Query.execute(Self.companies))
        let indexes = try await owner.read(.rows(Self.indexes) { row in try Index(name: row.next(), definition: row.next()) })
        try await owner.transaction { transaction in
            // Many times as quick as adding each row to each index.
            for index in indexes { try await transaction.run(.execute("drop index \(identifier: index.name)")) }
            try await transaction.run(.execute(everyCustomer))
            try await transaction.run(.execute("set local maintenance_work_mem = '256MB'"))
            for index in indexes { try await transaction.run(.execute(SQL(unchecked: index.definition))) }
        }
        for table in ["customers", "companies", "record_tallies", "sessions", "members", "users", "businesses"] {
            try await owner.runAlone("vacuum (analyze) \(identifier: table)")
        }
    }

    private struct Index: Sendable { let name: String, definition: String }

    private static let indexes: SQL = """
        select indexname::text, indexdef from pg_indexes
         where tablename = 'customers' and indexname not in (select conname from pg_constraint)
        """
}

extension Filling {
    /// UUIDs of version 7 that sort by time, always the same for a number.
    private static let makeID: SQL = """
        create function bench_id(made timestamptz, number bigint) returns uuid language sql immutable as $$
            select (lpad(to_hex((extract(epoch from made) * 1000)::bigint), 12, '0')
                || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid from md5(number::text) as hash
        $$
        """

    private var businesses: SQL {
        """
        insert into businesses (id, name, language, currency)
        select bench_id('2026-01-01', number), 'Business ' || number, 'en', 'EUR'
          from generate_series(1, \(Int64(customers.count))) as number
        """
    }

    private var users: SQL {
        """
        insert into users (id, email, name, password_hash)
        select bench_id('2026-01-01', number), 'owner' || number || '@example.com', 'Ada Lovelace', 'none'
          from generate_series(1, \(Int64(customers.count))) as number
        """
    }

    private static let members: SQL = """
        insert into members (business_id, id, user_id, role) select id, id, id, 'owner' from users
        """

    private static let sessions: SQL = """
        insert into sessions (token_digest, user_id, business_id, expires_at)
        select sha256(rpad('session' || substr(name, 10), 43, '-')::bytea), id, id, now() + interval '1 day' from businesses
        """

    private static let companies: SQL = """
        insert into companies (business_id, id, name)
        select b.id, bench_id('2026-01-01', n), 'Company ' || n || ' & Sons' from businesses b, generate_series(1, 40) as n
        """

    /// Of one shape, so that each row of a list has the same cells; names of several scripts, 4,096 of them.
    private var everyCustomer: SQL {
        """
        insert into customers (business_id, id, name, email, phone, segment, company_id, owner, churn_risk, lifetime_value,
                               lifetime_value_currency, created_at, updated_at)
        select business, bench_id(made, number), given[1 + pick % 64] || ' ' || family[1 + pick / 64],
               'person' || n || '@example.com', '+34 600 ' || 100000 + n,
               (array['lead', 'prospect', 'subscriber', 'regular', 'vip', 'former'])[1 + pick % 6],
               bench_id('2026-01-01', 1 + pick % 40), business, (pick % 101) / 100.0, 2000 + pick * 17, 'EUR', made, made
          from unnest(\(customers)) with ordinality as sizes (size, place)
          cross join lateral bench_id('2026-01-01', place) as business
          cross join lateral generate_series(1, size) as n
          cross join lateral (select place * 10000000 + n, hashint8(place * 10000000 + n) & 4095,
                                     now() - interval '2 days' - interval '300 days' * (1 - n / size::float)) as r (number, pick, made)
          cross join (select \(Self.given.split(separator: " ").map(String.init)), \(Self.family.split(separator: " ").map(String.init))) as names (given, family)
        """
    }

    private static let given = """
        Ada José Mary Łukasz Aïcha Bob Chloé Dmitri Elif Fatima Gaël Hana Igor Jana Kofi Lena Miguel Nadia Omar Paula \
        Quentin Rosa Søren Tara Ugo Vera Wei Ximena Yara Zoë 太郎 花子 يوسف ليلى प्रिया अर्जुन Anna Boris Carla David Emma Felix \
        Greta Hugo Irene Jack Karen Liam Maria Noah Olga Pedro Rita Sam Tina Ulla Victor Wanda Xavier Yves Zara Amir Bella Cyrus
        """
    private static let family = """
        Lovelace García Smith Kowalski O'Brien Müller Rossi Dupont Tanaka 山田 佐藤 حسن शर्मा Novák Jensen Silva Santos Nguyen \
        Kim Park Chen Wang Ivanov Petrov Popescu Horvat Nagy Varga Olsen Berg Lind Virtanen Papadopoulos Yılmaz Demir Cohen \
        Levi Haddad Khan Ahmed Singh Kumar Patel Okafor Mensah Abebe Diallo Traoré Fernández Hernández Martínez López Pérez \
        Sánchez Ramírez Torres Flores Rivera Gómez Díaz Reyes Cruz Morales Ortiz
        """
}
