public import Platform

/// What grows under glass.
public let greenhouse = Module(
    "greenhouse",
    records: [.record(Seedling.self)],
    migrations: [Migration("greenhouse/0001_seedlings", sql: PackageResources._001_seedlings_sql)],
    menu: [MenuItem(Seedling.self)]
)

/// A young plant, until it is planted out.
public struct Seedling: Record {
    public var id = ID<Seedling>()
    public var name = ""
    public var sown: Day?
    public var isPlantedOut = false

    public static let schema = Schema<Seedling>("seedlings") {
        Field("name", \.name, .required, .searchable, .sortable)
        Field("sown", \.sown)
        Field("is_planted_out", \.isPlantedOut, .filterable)
    }

    public init() {}
}
