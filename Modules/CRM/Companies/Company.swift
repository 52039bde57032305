public import Platform

/// An organisation the business's customers belong to.
public struct Company: Record {
    public var id = ID<Company>()
    public var name = ""
    public var industry = ""
    public var website: WebAddress?
    public var size: Size?
    public var status = Status.prospect
    public var contactPerson = ""
    public var email: EmailAddress?
    public var phone: PhoneNumber?
    /// Who looks after it.
    public var owner: ID<Member>?

    public static let schema = Schema<Company>("companies") {
        Field("name", \.name, .required, .searchable, .sortable, .autocomplete("organization"))
        Field("industry", \.industry, .searchable)
        Field("website", \.website, .autocomplete("url"))
        Field("size", \.size, .filterable)
        Field("status", \.status, .filterable)
        Field("contact_person", \.contactPerson, .searchable, .personal)
        Field("email", \.email, .searchable, .personal, .autocomplete("email"))
        Field("phone", \.phone, .personal, .max(50), .autocomplete("tel"))
        Field("owner", \.owner, .owner, .filterable, .unlisted)
    }

    public init() {}

    public enum Status: String, ChoiceValue {
        case prospect, active, inactive

        public var tone: Tone {
            switch self {
            case .prospect: .info
            case .active: .positive
            case .inactive: .neutral
            }
        }
    }

    /// By the number of people who work there.
    public enum Size: String, ChoiceValue {
        case solo, small, medium, large, huge
    }
}
