public import Platform

/// The segment a new customer's form begins with.
let firstSegment = Setting("crm.first_segment", standard: Segment.lead)

/// Whom the business knows and sells to.
public let crm = Module(
    "crm",
    records: [.record(Customer.self), .record(Company.self)],
    commands: [.command(MergeCustomers.self)],
    migrations: [
        Migration("crm/0001_companies", sql: PackageResources._001_companies_sql),
        Migration("crm/0002_customers", sql: PackageResources._002_customers_sql),
        Migration("crm/0003_custom", sql: PackageResources._003_custom_sql),
        Migration("crm/0004_owner", sql: PackageResources._004_owner_sql),
        Migration("crm/0005_photo", sql: PackageResources._005_photo_sql),
        Migration("crm/0006_tags", sql: PackageResources._006_tags_sql),
    ],
    menu: [MenuItem(Customer.self, icon: "people"), MenuItem(Company.self, icon: "building")],
    settings: [AnySetting(firstSegment)]
)
