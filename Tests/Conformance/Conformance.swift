public import Platform
@_exported public import Support

/// Holds a module against every rule there is, with nothing but its declarations to go by.
///
///     @Test func conforms() async throws { #expect(try await Conformance.check(crm) == []) }
///
/// It needs a PostgreSQL server to try things on, as `bin/test` starts one: `KONTOR_TEST_DATABASE` names it.
public enum Conformance {
    /// - Parameters:
    ///   - module: checked together with those it requires.
    ///   - texts: its texts and templates, where they are not in this repository's `templates`.
    ///   - samples: values for fields by the records' table, where what the suite makes up by itself is not allowed; and by the
    ///     name of a migration, values for columns by their table, where a row was another before that migration than now.
    /// - Returns: all that is wrong of the first kind that is: what does not fit its table is not asked whether it works.
    /// - Throws: `NoTestServer`; `DatabaseError` when the server cannot be asked.
    public static func check(_ module: Module, texts: TestTexts = [:], samples: [String: JSONValue] = [:]) async throws -> [Fault] {
        try await check(module, texts: texts, samples: samples, tampering: Tampering())
    }

    static func check(_ module: Module, texts: TestTexts, samples: [String: JSONValue], tampering: Tampering) async throws -> [Fault] {
        do {
            let registry = try Registry.alone(module)
            try await Upgrading(module, registry).check(samples)
            let others = registry.modules.filter { $0.id != module.id }
            let otherTables = try await TestPlatform.with(others) { platform in Set(try await Tables.all(platform)) }
            return try await TestPlatform.with(registry.modules, texts: texts) { platform in
                let subject = Subject(module: module, platform: platform, otherTables: otherTables)
                var faults = try await Declared(subject).faults(texts)
                if faults.isEmpty {
                    faults = try await texts.inFolder { folder in
                        let house = try House(platform, templates: folder, tampering: tampering)
                        return try await Asking(subject, house, samples).faults()
                    }
                }
                return faults
            }
        } catch let error as ModuleError {
            return [Fault(error)]
        } catch let error as MigrationError {
            return [Fault(.migrations, "\(error) Correct it; a migration must run on an empty database and with rows of all kinds.")]
        } catch let error as CatalogueError {
            return error.problems.map { Fault(.texts, "\($0). Every text is there in English, Spanish and Arabic; write it, or take the others away.") }
        } catch let fault as Fault {
            return [fault]
        }
    }
}

/// The module that is held against the rules, on a platform of its own.
struct Subject: Sendable {
    let module: Module
    let platform: TestPlatform
    /// The tables there are without it.
    let otherTables: Set<String>

    var registry: Registry { platform.registry }
    /// Its records as programs see them.
    var resources: [Resource] { registry.resources.filter { $0.module == module.id } }
    var endpoints: [Endpoint] { registry.endpoints.filter { $0.module == module.id } }
}
