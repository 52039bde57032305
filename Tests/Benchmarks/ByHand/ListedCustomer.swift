import CRM
import FoundationEssentials
import Platform

/// A customer as the list shows them, read from the list's own statement.
struct ListedCustomer: Sendable {
    let id: ID<Customer>
    let name: String
    let email: String
    let phone: String
    let segment: Segment
    let company: ID<Company>
    let companyName: String
    let risk: Double
    let worth: Int64
    let currency: Currency
    let created: Date

    /// What the list asks, and how many customers there are.
    static let list: SQL = """
        select r.id, r."name", r."email", r."phone", r."segment", r."company_id", "to_company"."name", r."churn_risk",
               r."lifetime_value", r."lifetime_value_currency", r.created_at
          from "customers" r left join "companies" "to_company" on "to_company".business_id = r.business_id
               and "to_company".id = r."company_id" and "to_company".deleted_at is null
         where r.deleted_at is null order by r.id desc limit 51
        """
    static let count: SQL = """
        select coalesce(sum(difference), 0)::bigint from record_tallies where record = \("customers")
        """

    /// What the list can be narrowed to: the tags in use.
    static let tags: SQL = """
        select * from ((select distinct \("tags")::text, t.tag, t.tag
           from (select r."tags" as tags from "customers" r where r.deleted_at is null
                  order by r.id desc limit 50) newest
          cross join lateral jsonb_array_elements_text(newest.tags) as t (tag) limit 50)) as options (field, id, title) order by field, title
        """

    /// The saved views that a member sees.
    static func views(of member: ID<Member>) -> SQL {
        """
        select v.id, v.name, v.page, v.query, v.member_id is null, f.view_id is not null
          from saved_views v left join first_views f on f.business_id = v.business_id and f.member_id = \(member) and f.view_id = v.id
         where v.record = \("customers") and (v.member_id is null or v.member_id = \(member))
         order by lower(v.name), v.id
        """
    }

    @Sendable init(_ row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        email = try row.next()
        phone = try row.next()
        segment = try row.next()
        company = try row.next()
        companyName = try row.next()
        risk = try row.next()
        worth = try row.next()
        currency = Currency(rawValue: try row.next()) ?? .usd
        created = try row.next()
    }
}

/// The rows of the list, appended by hand.
struct RowsByHand: Sendable {
    private let moulds: [Tone: Mould<RowValue>]
    private let segments: [Segment: String]
    private let voice: Voice

    init(_ list: ListTemplate) throws {
        moulds = try Dictionary(uniqueKeysWithValues: Tone.allCases.map { ($0, try list.row($0)) })
        segments = Dictionary(uniqueKeysWithValues: Segment.allCases.map { segment in
            (segment, list.voice.say(Phrase("crm.customers.choices.segment.\(segment.rawValue)")))
        })
        voice = list.voice
    }

    func append(_ customer: ListedCustomer, at now: Date, to out: inout [UInt8]) {
        let id = customer.id.description
        moulds[customer.segment.tone]?.append(to: &out) { value in
            switch value {
            case .id: id
            case .name: customer.name
            case .path: "/crm/customers/\(id)"
            case .email: customer.email
            case .letter: "mailto:\(customer.email)"
            case .phone: customer.phone
            case .call: "tel:\(String(decoding: customer.phone.utf8.filter { $0 != UInt8(ascii: " ") }, as: UTF8.self))"
            case .segment: segments[customer.segment] ?? ""
            case .company: customer.companyName
            case .companyPath: "/crm/companies/\(customer.company)"
            case .risk: voice.formats.percent(customer.risk)
            case .worth: voice.formats.money(customer.worth, customer.currency)
            case .moment: iso8601(customer.created)
            case .ago: voice.formats.relative(customer.created, to: now)
            }
        }
    }
}
