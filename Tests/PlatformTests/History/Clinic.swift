import Support

@testable import Platform

/// A module whose records are personal, partly secret, and sensitive.
let clinic = Module("clinic", records: [.record(Patient.self)], migrations: [Migration("clinic/0001_patients", sql: clinicTables)])

struct Patient: Record, Equatable {
    var id = ID<Patient>()
    var name = ""
    var email: EmailAddress?
    var ward = ""
    var fee: Money?
    var pin = ""

    static let schema = Schema<Patient>("patients", isSensitive: true) {
        Field("name", \.name, .required, .personal)
        Field("email", \.email, .personal)
        Field("ward", \.ward)
        Field("fee", \.fee)
        Field("pin", \.pin, .secret)
    }

    init() {}

    init(_ name: String, ward: String = "") {
        self.name = name
        self.ward = ward
    }
}

private let clinicTables = """
    create table patients (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text not null check (name <> ''), email text, ward text not null,
        fee bigint, fee_currency text, pin text not null,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}', primary key (business_id, id)
    );
    call kontor.record('patients', '{}');
    """

private let clinicWords = """
    name: Clinic
    summary: Who lies where.
    patients:
      singular: Patient
      plural: Patients
      count: "{count} patients"
      fields: {name: Name, email: E-mail, ward: Ward, fee: Fee, pin: PIN}
    """

private let clinicTexts: TestTexts = ["clinic": [.en: clinicWords, .es: clinicWords, .ar: clinicWords]]

/// Calls `body` with a platform that has the clinic, and the owner of a business.
func withClinic(_ body: (TestPlatform, Scope) async throws -> Void) async throws {
    try await TestPlatform.with([clinic], texts: clinicTexts) { platform in
        try await body(platform, platform.register("Acme"))
    }
}

/// Calls `body` with the owners of two businesses that have the clinic.
func withTwoClinics(_ body: (TestPlatform, Scope, Scope) async throws -> Void) async throws {
    try await TestPlatform.with([clinic], texts: clinicTexts) { platform in
        try await body(platform, platform.register("Acme"), platform.register("Globex"))
    }
}

extension TestPlatform {
    func patients(_ scope: Scope) -> Records<Patient> { Records(RecordKind(module: "clinic"), in: scope) }

    /// Waits until what can be seen is over for good: transactions of other tests, on the same server, hold it back.
    func settle() async throws {
        for _ in 0..<1_000 {
            if try await superuser.read(Query<Bool>.value("""
                select coalesce(max(tx) < kontor.horizon(), true) from events
                 where tx < pg_snapshot_xmax(pg_current_snapshot())::text::bigint + (select value from transaction_offset)
                """)) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    func intact() async throws -> [AuditCheck.Report] {
        try await settle()
        var reports: [AuditCheck.Report] = []
        try await AuditCheck(owner).run { reports.append($0) }
        return reports
    }
}

extension Scope {
    /// The same member, coming by another door.
    func coming(from origin: Origin) -> Scope {
        Scope(business: business, member: member, permissions: permissions, voice: voice, db: db, origin: origin)
    }

    /// What events say, each as one line.
    func told(_ columns: SQL, where condition: SQL = "true") async throws -> [String] {
        try await db.rows("select concat_ws(' ', \(columns)) from events where \(condition) order by id") { row in try row.next() }
    }
}
