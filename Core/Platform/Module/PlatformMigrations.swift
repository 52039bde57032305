public import Postgres

extension Platform {
    /// The logins besides the owner's.
    public static let logins = ["kontor_app", "kontor_operator"]
}

extension Registry {
    /// All that a database needs, the platform's own first, then each module's after those of the modules it requires.
    public var migrations: [Migration] { Migration.platform + modules.flatMap(\.migrations) }
}

extension Migration {
    /// What every installation has, whatever its modules.
    public static let platform = [
        Migration("platform/0001_walls", sql: PackageResources._001_walls_sql),
        Migration("platform/0002_people", sql: PackageResources._002_people_sql),
        Migration("platform/0003_doors", sql: PackageResources._003_doors_sql),
        Migration("platform/0004_operators", sql: PackageResources._004_operators_sql),
        Migration("platform/0005_events", sql: PackageResources._005_events_sql),
        Migration("platform/0006_imports", sql: PackageResources._006_imports_sql),
        Migration("platform/0007_import_runner", sql: PackageResources._007_import_runner_sql),
        Migration("platform/0008_settings", sql: PackageResources._008_settings_sql),
        Migration("platform/0009_search", sql: PackageResources._009_search_sql),
        Migration("platform/0010_match", sql: PackageResources._010_match_sql),
        Migration("platform/0011_sweep_doors", sql: PackageResources._011_sweep_doors_sql),
        Migration("platform/0012_seats", sql: PackageResources._012_seats_sql),
        Migration("platform/0013_history", sql: PackageResources._013_history_sql),
        Migration("platform/0014_seals", sql: PackageResources._014_seals_sql),
        Migration("platform/0015_import_undo", sql: PackageResources._015_import_undo_sql),
        Migration("platform/0016_custom_fields", sql: PackageResources._016_custom_fields_sql),
        Migration("platform/0017_keys", sql: PackageResources._017_keys_sql),
        Migration("platform/0018_modules", sql: PackageResources._018_modules_sql),
        Migration("platform/0019_kept_answers", sql: PackageResources._019_kept_answers_sql),
        Migration("platform/0020_bulk_changes", sql: PackageResources._020_bulk_changes_sql),
        Migration("platform/0021_rules", sql: PackageResources._021_rules_sql),
        Migration("platform/0022_saved_views", sql: PackageResources._022_saved_views_sql),
        Migration("platform/0023_files", sql: PackageResources._023_files_sql),
        Migration("platform/0024_attached", sql: PackageResources._024_attached_sql),
        Migration("platform/0025_lines", sql: PackageResources._025_lines_sql),
        Migration("platform/0027_amends", sql: PackageResources._027_amends_sql),
        Migration("platform/0028_belongings", sql: PackageResources._028_belongings_sql),
        Migration("platform/0029_custom_match", sql: PackageResources._029_custom_match_sql),
        Migration("platform/0030_mail", sql: PackageResources._030_mail_sql),
        Migration("platform/0031_links", sql: PackageResources._031_links_sql),
        Migration("platform/0032_standing", sql: PackageResources._032_standing_sql),
        Migration("platform/0033_invitations", sql: PackageResources._033_invitations_sql),
        Migration("platform/0034_sign_in", sql: PackageResources._034_sign_in_sql),
        Migration("platform/0035_passkeys", sql: PackageResources._035_passkeys_sql),
        Migration("platform/0036_roles", sql: PackageResources._036_roles_sql),
        Migration("platform/0037_limits", sql: PackageResources._037_limits_sql),
        Migration("platform/0038_operators", sql: PackageResources._038_operators_sql),
        Migration("platform/0039_one_door", sql: PackageResources._039_one_door_sql),
        Migration("platform/0040_domains", sql: PackageResources._040_domains_sql),
        Migration("platform/0041_directory", sql: PackageResources._041_directory_sql),
        Migration("platform/0043_privacy", sql: PackageResources._043_privacy_sql),
        Migration("platform/0044_first_proof", sql: PackageResources._044_first_proof_sql),
        Migration("platform/0045_standing_mends", sql: PackageResources._045_standing_mends_sql),
        Migration("platform/0046_company_sign_in", sql: PackageResources._046_company_sign_in_sql),
        Migration("platform/0047_assists", sql: PackageResources._047_assists_sql),
    ]
}
