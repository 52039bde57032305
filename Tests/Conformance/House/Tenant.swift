import API
import HTTPTypes
import Platform
import Support

/// A business with one record of every kind, its owner, and their browser and program.
struct Tenant: Sendable {
    let scope: Scope
    let cookie, bearer: Key
    /// The records, by their tables, and as the API answered them.
    private(set) var ids: [String: String] = [:]
    private(set) var stored: [String: JSONValue] = [:]
    /// What was added to them, by their tables: a `note`, a `file`, and a `view` of their list.
    private(set) var parts: [String: [String: String]] = [:]
    /// In every text of its records.
    let number: Int

    private init(_ scope: Scope, _ number: Int, _ house: House) async throws {
        self.scope = scope
        self.number = number
        cookie = try await house.cookie(of: scope)
        bearer = try await house.bearer(of: scope)
    }

    /// Makes the records through the API, those that others refer to first.
    /// - Throws: `Fault` when one cannot be made.
    static func with(_ name: String, _ number: Int, in house: House, changed: [String: JSONValue]) async throws -> Tenant {
        var tenant = try await Tenant(house.platform.register(name), number, house)
        for resource in house.platform.registry.resources {
            let answer = try await tenant.create(resource, number, house, changed)
            guard answer.status == 201, let json = answer.json, let id = json["id"]?.string else {
                throw Fault(.surfaces, "POST \(resource.address) answered \(answer.status) to a record made from its fields' kinds: \(answer.text.prefix(400)). Let the record take it, or give `samples` what it takes.")
            }
            tenant.ids[resource.name] = id
            tenant.stored[resource.name] = json
            tenant.parts[resource.name] = try await tenant.added(to: resource.name, ID<Member>(id) ?? ID())
        }
        return tenant
    }

    private func added(to table: String, _ record: ID<Member>) async throws -> [String: String] {
        let note = ID<Member>(), file = ID<Member>(), attachment = ID<Member>(), view = ID<Member>()
        try await scope.db.write(
            Query.execute("insert into notes (id, record, record_id, body, author) values (\(note), \(table), \(record), 'Probe', \(scope.member.id))"),
            Query.execute("""
                insert into files (id, name, media_type, size, uploaded_by, record, record_id)
                values (\(file), 'probe.txt', 'text/plain', 1, \(scope.member.id), \(table), \(record))
                """),
            Query.execute("""
                insert into attachments (id, record, record_id, file_id, added_by)
                values (\(attachment), \(table), \(record), \(file), \(scope.member.id))
                """),
            Query.execute("""
                insert into saved_views (id, record, member_id, name, page, query)
                values (\(view), \(table), \(scope.member.id), 'Probe', 'list', '')
                """))
        return ["note": note.description, "file": attachment.description, "view": view.description]
    }

    func create(_ resource: Resource, _ number: Int, _ house: House, _ changed: [String: JSONValue]) async throws -> LineAnswer {
        let route = house.addresses.first { $0.method == .post && $0.path == resource.address }
        return try await house.ask(.post, resource.address, as: bearer, .json(sample(of: resource, number, changed)), of: route)
    }

    func sample(of resource: Resource, _ number: Int, _ changed: [String: JSONValue]) -> JSONValue {
        Sample(number, currency: scope.business.currency.rawValue, ids: ids).json(of: resource.fields(nil), changed: changed[resource.name])
    }
}

extension House {
    /// The cookie of somebody who has signed in.
    func cookie(of scope: Scope) async throws -> Key {
        let secret = Secret()
        try await Database<Visitor>(visitors: platform.app).execute(
            "select kontor.start_session(\(secret.digest), \(scope.member.user), '1 hour', 'conformance')")
        return .cookie("kontor_session=\(secret.text)")
    }

    /// A key of this member.
    /// - Parameter permissions: nil: all that they may give.
    func bearer(of scope: Scope, _ permissions: [Permission]? = nil) async throws -> Key {
        let key = NewAPIKey(name: "Conformance", scopes: permissions ?? scope.permissions.filter(scope.mayGive), expiresAt: nil)
        return .bearer(try await APIKeys(in: scope).make(key).text)
    }
}

extension Resource {
    /// Where the API has them.
    var address: String { "\(APIPortal.root)/\(module)/\(name)" }
    /// Where their list is.
    var list: String { "/\(module)/\(name)" }
}
