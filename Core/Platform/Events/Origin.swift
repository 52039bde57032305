/// By which door a change came in, and from which address.
public struct Origin: Sendable, Equatable {
    public let source: Source
    /// An IP address, where there is one.
    public let address: String?
    /// In which assist, where an operator does it in a member's place.
    public let assist: ID<Assist>?

    public enum Source: String, Sendable, CaseIterable {
        case portal, api, `import`, demo
        /// The directory of the business told so, by one of its tokens.
        case directory
        /// Nobody asked for it: the platform did it by itself.
        case system
    }

    public init(_ source: Source, address: String? = nil, assist: ID<Assist>? = nil) {
        self.source = source
        self.address = address
        self.assist = assist
    }

    /// As the database's triggers read it from the setting `kontor.actor`: member, source, address, assist.
    func actor(_ member: ID<Member>?) -> String {
        let address = String((address ?? "").unicodeScalars.filter { $0 > " " && $0.isASCII }.prefix(64).map(Character.init))
        return "\(member?.description ?? "") \(source.rawValue) \(address) \(assist?.description ?? "")"
    }
}
