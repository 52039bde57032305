import Platform
import Support

/// A file of another business, checked by the import: its ids, names and addresses must find nothing.
struct ImportedIDs: Sendable {
    private let asking: Asking
    private let mine, theirs: Tenant

    init(_ asking: Asking, _ mine: Tenant, _ theirs: Tenant) {
        self.asking = asking
        self.mine = mine
        self.theirs = theirs
    }

    /// By each thing that rows can be recognised by.
    func faults(_ resource: Resource) async throws -> [Fault] {
        let export = try await asking.house.ask(.get, "\(resource.list)/export", as: theirs.cookie).text
        guard let known = try await taken(export, resource), let unknown = try await taken(theirs.nobodys(export), resource) else { return [] }
        var faults: [Fault] = []
        for key in try await known.mapping()?.keys.map(\.value) ?? [] {
            let reports = (try await report(known, key), try await report(unknown, key))
            if reports.0 != reports.1 {
                faults.append(Fault(.business, "POST \(resource.list)/import finds another business's records by \"\(key)\": \(reports.0) instead of \(reports.1). Let every function of the owner ask for the business itself."))
            }
        }
        return faults
    }

    private func taken(_ file: String, _ resource: Resource) async throws -> TestImport? {
        do {
            return try await TestImport(Array(file.utf8), into: resource.list, as: mine.scope, on: asking.house.platform)
        } catch is TestImport.NotTaken {
            return nil
        }
    }

    /// What it would come to.
    private func report(_ file: TestImport, _ key: String) async throws -> String {
        do {
            guard let report = try await file.check({ $0.with("key", key) }) else { return "" }
            let figures = report.figures.map { "\($0.label) \($0.value)" } + report.wrongRows.map { "\($0.line) \($0.column) \($0.reason)" }
            return theirs.nobodys(figures.joined(separator: ", "))
        } catch let error as TestImport.NotTaken {
            return error.reason
        }
    }
}
