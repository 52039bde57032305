public import Platform

/// A person or company the business sells to.
public struct Customer: Record {
    public var id = ID<Customer>()
    public var name = ""
    public var email: EmailAddress?
    public var phone: PhoneNumber?
    public var segment = Segment.lead
    public var company: ID<Company>?
    public var tags: Tags = []
    /// Who looks after them.
    public var owner: ID<Member>?
    public var notes = ""
    public var photo: ImageReference?
    /// How likely it is that this customer leaves.
    public var churnRisk: Share?
    public var lifetimeValue: Money?
    public var nextBestProduct = ""

    /// Characters of the notes at most.
    static let mostNotes = 20_000

    public static let schema = Schema<Customer>("customers", views: .board(by: "segment")) {
        Field("name", \.name, .required, .searchable, .sortable, .personal, .autocomplete("name"))
        Field("email", \.email, .searchable, .personal, .autocomplete("email"))
        Field("phone", \.phone, .searchable, .personal, .max(50), .autocomplete("tel"))
        Field("segment", \.segment, .filterable)
        Field("company", \.company, .filterable)
        Field("owner", \.owner, .owner, .filterable, .unlisted)
        Field("tags", \.tags, .filterable, .unlisted, .imported(as: ["labels", "categories", "groups", "group membership"]))
        Field("notes", \.notes, .long, .max(mostNotes), .personal, .unlisted)
        Field("photo", \.photo, .personal, .unlisted)
        Field("churn_risk", \.churnRisk, .platform)
        Field("lifetime_value", \.lifetimeValue, .platform)
        Field("next_best_product", \.nextBestProduct, .platform, .unlisted)
    }

    public init() {}

    public static func fresh(in scope: Scope) async throws -> Customer {
        var customer = Customer()
        customer.segment = try await scope.value(of: firstSegment)
        return customer
    }
}

/// How close a customer is to the business.
public enum Segment: String, ChoiceValue {
    case lead, prospect, subscriber, regular, vip, former

    public var tone: Tone {
        switch self {
        case .lead: .info
        case .prospect: .brand
        case .subscriber: .neutral
        case .regular: .positive
        case .vip: .warning
        case .former: .negative
        }
    }

    /// What other programs call them, HubSpot's lifecycle stages among them.
    public static var synonyms: [String: Segment] {
        [
            "customer": .regular, "client": .regular, "evangelist": .vip, "opportunity": .prospect,
            "marketingqualifiedlead": .lead, "salesqualifiedlead": .prospect, "other": .lead,
        ]
    }
}
