import API
import FoundationEssentials
import HTTPTypes
import Platform
import Support
import Web

/// One record of every kind, by every road there is: its pages, its files, its history, the API.
struct Surfaces: Sendable {
    private let asking: Asking
    private let mine: Tenant

    init(_ asking: Asking, _ mine: Tenant) {
        self.asking = asking
        self.mine = mine
    }

    private var house: House { asking.house }

    func faults() async throws -> [Fault] {
        var faults = try await pages()
        // The files first: a form makes a second record that is called like the first.
        for resource in asking.subject.resources { faults += try await files(resource) }
        for resource in asking.subject.resources {
            faults += try await shown(resource) + Forms(asking, mine).faults(resource) + remembered(resource)
            if faults.isEmpty, resource.permissions.erase != nil { faults += try await erased(resource) }
        }
        return faults
    }

    /// Every page and address that can be opened without having sent anything before.
    private func pages() async throws -> [Fault] {
        var faults: [Fault] = []
        for route in asking.pages + asking.addresses where route.method == .get && !route.path.contains("/import/") {
            let parts = route.place.split(separator: "/").map(String.init)
            let id = parts.dropFirst().first.flatMap { mine.ids[$0] } ?? asking.subject.resources.first.flatMap { mine.ids[$0.name] }
            let added = parts.dropFirst().first.flatMap { mine.parts[$0] } ?? [:]
            let answer = try await house.ask(.get, route.address(id ?? Asking.nothing, added), as: route.isAPI ? mine.bearer : mine.cookie, of: route, for: .surfaces)
            if answer.status >= 400 { faults.append(fault(route.name, "answered \(answer.status) to its owner")) }
        }
        return faults
    }

    /// What the record is called, where that is a text.
    private func title(_ resource: Resource) -> String? {
        resource.fields(nil).first.flatMap { mine.stored[resource.name]?[$0.name]?.string }
    }

    private func shown(_ resource: Resource) async throws -> [Fault] {
        guard let title = title(resource), let id = mine.ids[resource.name] else { return [] }
        let own = asking.pages.map(\.path)
        var places = [resource.list, "\(resource.list)/\(id)", "\(resource.list)/\(id)/edit", "\(resource.list)/export", "\(resource.list)/\(id)/history", resource.address]
        if own.contains("\(resource.list)/board") { places.append("\(resource.list)/board") }
        if own.contains("\(resource.list)/calendar") { places.append("\(resource.list)/calendar?month=\(Sample.month)") }
        let words = Form([("q", title)]).urlEncoded
        if resource.listing.isSearched { places += ["\(resource.list)?\(words)", "\(resource.address)?\(words)"] }
        places += resource.listing.sorts.map { "\(resource.list)?sort=\($0)" }
        var faults: [Fault] = []
        for place in places {
            let answer = try await house.ask(.get, place, as: place.hasPrefix(APIPortal.root) ? mine.bearer : mine.cookie, for: .surfaces)
            if answer.status != 200 || !answer.text.contains(title) { faults.append(fault("GET \(place)", "answered \(answer.status) without the record \"\(title)\"")) }
        }
        let workbook = try await house.ask(.get, "\(resource.list)/export?format=xlsx", as: mine.cookie, for: .surfaces)
        if workbook.status != 200 || !workbook.bytes.starts(with: Array("PK".utf8)) { faults.append(fault("GET \(resource.list)/export?format=xlsx", "answered no workbook")) }
        return faults
    }

    /// What is exported is taken back by the import, which finds every row of it as it is.
    private func files(_ resource: Resource) async throws -> [Fault] {
        let file = try await house.ask(.get, "\(resource.list)/export", as: mine.cookie, for: .surfaces)
        let report: ImportReportPage?
        do {
            report = try await TestImport(file.bytes, into: resource.list, as: mine.scope, on: house.platform).check()
        } catch let error as TestImport.NotTaken {
            return [fault("POST \(resource.list)/import", "does not take its own export: \(error.reason)")]
        }
        guard let report, report.wrongRows.isEmpty else {
            let reasons = report?.wrongRows.prefix(3).map { "\($0)" }.joined(separator: " ") ?? ""
            return [fault("POST \(resource.list)/import", "finds wrong rows in its own export: \(reasons)")]
        }
        let unchanged = mine.scope.say("imports.figures.unchanged")
        let others = report.figures.filter { $0.label != unchanged && $0.value != "0" }
        guard others.isEmpty, report.figures.contains(where: { $0.label == unchanged && $0.value != "0" }) else {
            let figures = report.figures.map { "\($0.label) \($0.value)" }.joined(separator: ", ")
            return [fault("POST \(resource.list)/import", "does not find its own export unchanged (\(figures))")]
        }
        return []
    }

    private func remembered(_ resource: Resource) async throws -> [Fault] {
        let name = "\(resource.module).\(resource.name).created", id = mine.ids[resource.name].flatMap(UUID.init(uuidString:))
        let isThere = try await mine.scope.db.value(
            "select exists (select from events where name = \(name) and record_id = \(id) and member_id = \(mine.scope.member.id))", of: Bool.self)
        return isThere ? [] : [Fault(.history, "\(name) stands in no event. `call kontor.record('\(resource.name)', …)` makes the trigger that writes it.")]
    }

    /// Of a record of its own, because nothing can be asked of it afterwards.
    private func erased(_ resource: Resource) async throws -> [Fault] {
        let made = try await mine.create(resource, 77, house, asking.samples)
        guard let id = made.json?["id"]?.string else { return [] }
        let place = "\(resource.list)/\(id)/erase"
        let answer = try await house.ask(.post, place, as: mine.cookie, .form(Form([("sure", "1")])), for: .surfaces)
        let left = try await house.ask(.get, "\(resource.address)/\(id)", as: mine.bearer, for: .surfaces)
        let personal = asking.subject.module.records.first { $0.table == resource.name }?.personal ?? []
        let kept = personal.filter { left.json?[$0]?.string?.contains("77") == true }
        return answer.status == 303 && kept.isEmpty ? [] : [fault("POST \(place)", "answered \(answer.status)\(kept.isEmpty ? "" : " and left \(kept.joined(separator: ", "))")")]
    }

    private func fault(_ place: String, _ what: String) -> Fault {
        Fault(.surfaces, "\(place) \(what). Look at what the module declares or adds there.")
    }
}
