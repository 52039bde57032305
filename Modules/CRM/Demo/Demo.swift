public import FoundationEssentials
public import Platform

/// Fills a business with companies and customers to look at; always the same ones for a seed.
public struct Demo: Sendable {
    private let seed: UInt64
    public init(seed: UInt64) { self.seed = seed }

    /// Adds companies and so many customers, as if they had come in over the past year.
    /// A business that has customers already is left as it is.
    public func fill(_ db: Database<Business>, customers: Int, currency: Currency, now: Date = Date()) async throws {
        guard try await db.value("select not exists (select from customers)", of: Bool.self) else { return }
        var random = SplitMix(state: seed)
        let companies = DemoNames.companies.shuffled(using: &random).map { DemoCompany($0, before: now, &random) }
        let people = (0..<customers).map { DemoCustomer($0, companies, before: now, &random) }.sorted { $0.created < $1.created }
        try await db.write(Query.execute(insert(companies)), Query.execute(insert(people, currency)))
    }

    /// The members of the business in turn.
    private static let owner: SQL = "(select (array_agg(m.id order by m.id))[place % count(*) + 1] from members m)"

    private func insert(_ companies: [DemoCompany]) -> SQL {
        """
        insert into companies (id, name, industry, website, size, status, contact_person, email, phone, owner, created_at, updated_at)
        select id, name, industry, website, size, status, contact, email, phone, \(Self.owner), created, created
          from unnest(\(companies.map(\.id)), \(companies.map(\.name)), \(companies.map(\.industry)), \(companies.map(\.website)),
                      \(companies.map(\.size.rawValue)), \(companies.map(\.status.rawValue)), \(companies.map(\.contact)),
                      \(companies.map(\.email)), \(companies.map(\.phone)), \(companies.map(\.created)))
                 with ordinality as c (id, name, industry, website, size, status, contact, email, phone, created, place)
        """
    }

    private func insert(_ people: [DemoCustomer], _ currency: Currency) -> SQL {
        """
        insert into customers (id, name, email, phone, segment, company_id, tags, notes, churn_risk, lifetime_value,
                               lifetime_value_currency, next_best_product, owner, created_at, updated_at)
        select id, name, email, phone, segment, company, to_jsonb(string_to_array(tags, ',')), notes, risk, value,
               \(currency.rawValue), product, \(Self.owner), created, created
          from unnest(\(people.map(\.id)), \(people.map(\.name)), \(people.map(\.email)), \(people.map(\.phone)),
                      \(people.map(\.segment.rawValue)), \(people.map(\.company)), \(people.map(\.tags)), \(people.map(\.notes)), \(people.map(\.risk)),
                      \(people.map(\.value)), \(people.map(\.product)), \(people.map(\.created)))
                 with ordinality as c (id, name, email, phone, segment, company, tags, notes, risk, value, product, created, place)
        """
    }
}

private struct DemoCompany {
    let id: ID<Company>, name: String, industry: String, website: String, size: Company.Size, status: Company.Status
    let contact: String, email: String, phone: String, created: Date

    init(_ name: String, before now: Date, _ random: inout SplitMix) {
        created = now.addingTimeInterval(-Double.random(in: 300...400, using: &random) * 86_400)
        id = ID(at: created, using: &random)
        self.name = name
        industry = DemoNames.industries.randomElement(using: &random) ?? ""
        let host = String(name.lowercased().unicodeScalars.filter { ("a"..."z").contains($0) })
        let domain = host.isEmpty ? "firm\(UInt16.random(in: 100...999, using: &random))" : host
        website = "https://\(domain).example"
        size = Company.Size.allCases.randomElement(using: &random) ?? .small
        status = Company.Status.allCases.randomElement(using: &random) ?? .active
        contact = demoName(&random)
        email = "hello@\(domain).example"
        phone = demoPhone(&random)
    }
}

private struct DemoCustomer {
    let id: ID<Customer>, name: String, email: String, phone: String?, segment: Segment, company: ID<Company>?
    let tags: String, notes: String, risk: Double, value: Int64, product: String, created: Date

    init(_ number: Int, _ companies: [DemoCompany], before now: Date, _ random: inout SplitMix) {
        created = now.addingTimeInterval(-Double.random(in: 0.01...290, using: &random) * 86_400)
        id = ID(at: created, using: &random)
        name = demoName(&random)
        email = "person\(number)@example.\(["com", "org", "net"][number % 3])"
        phone = number % 7 == 0 ? nil : demoPhone(&random)
        segment = Segment.allCases.randomElement(using: &random) ?? .lead
        company = number % 4 == 0 ? nil : companies.randomElement(using: &random)?.id
        tags = number % 3 == 0 ? DemoNames.tags.randomElement(using: &random) ?? "" : ""
        notes = DemoNames.notes.randomElement(using: &random) ?? ""
        risk = (Double.random(in: 0...1, using: &random) * 100).rounded() / 100
        value = Int64.random(in: 2_000...900_000, using: &random)
        product = DemoNames.products.randomElement(using: &random) ?? ""
    }
}

private func demoName(_ random: inout SplitMix) -> String {
    // Every third name is not in Latin script.
    let groups = Int.random(in: 0..<3, using: &random) > 0 ? DemoNames.people.prefix(1) : DemoNames.people.dropFirst()
    guard let group = groups.randomElement(using: &random) else { return "" }
    let given = group.given.randomElement(using: &random) ?? "", family = group.family.randomElement(using: &random) ?? ""
    return family.unicodeScalars.first.map { $0.value >= 0x3000 } == true ? family + given : "\(given) \(family)"
}

private func demoPhone(_ random: inout SplitMix) -> String {
    let country = ["+1", "+34", "+44", "+49", "+81", "+91", "+971"].randomElement(using: &random) ?? "+1"
    return "\(country) \(Int.random(in: 100...999, using: &random)) \(Int.random(in: 1_000_000...9_999_999, using: &random))"
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014): the same demo every time.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
