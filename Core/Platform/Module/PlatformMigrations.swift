public import Postgres

extension Platform {
    /// The logins besides the owner's.
    public static let logins = ["kontor_app", "kontor_operator"]

    /// The platform's own tables, before those of any module.
    public static let migrations = [
        Migration("platform/0001_walls", sql: PackageResources._001_walls_sql),
        Migration("platform/0002_people", sql: PackageResources._002_people_sql),
        Migration("platform/0003_doors", sql: PackageResources._003_doors_sql),
        Migration("platform/0004_operators", sql: PackageResources._004_operators_sql),
        Migration("platform/0005_events", sql: PackageResources._005_events_sql),
        Migration("platform/0006_imports", sql: PackageResources._006_imports_sql),
    ]
}
