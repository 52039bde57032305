import HTTPTypes
import Platform
import Web

/// The form a record is changed by, sent as a browser would send it that nobody touched.
struct Forms: Sendable {
    private let asking: Asking
    private let mine: Tenant

    init(_ asking: Asking, _ mine: Tenant) {
        self.asking = asking
        self.mine = mine
    }

    private var house: House { asking.house }

    /// It makes the record anew under another id, and saves it as it was.
    func faults(_ resource: Resource) async throws -> [Fault] {
        guard let id = mine.ids[resource.name] else { return [] }
        let page = try await house.platform.ask(.get, "\(resource.list)/\(id)/edit", as: mine.scope).page(RecordFormPage.self)
        let hidden = (page?.hidden ?? []).map { ($0.name, $0.value) }
        let form = Form(hidden + (page?.sections ?? []).flatMap(\.fields).flatMap(\.sent))
        let anew = try await send(form.with("id", ID<Member>().description), resource.list)
        let before = try await told(resource, id)
        let saved = try await send(form.with("version", page?.version), "\(resource.list)/\(id)")
        let after = try await told(resource, id)
        // A second record with the same values may be one too many.
        var faults = [anew, saved].filter { answer in answer.status != 303 && !(answer.place == resource.list && answer.status == 422) }.map { answer in
            fault(answer.place, "answered \(answer.status) to the form as it was shown")
        }
        for (name, value) in before where after[name] != value {
            faults.append(fault("\(resource.list)/\(id)", "changed \"\(name)\" from \(text(value)) to \(text(after[name] ?? .null)), though the form was sent as it was shown"))
        }
        return faults
    }

    private func send(_ form: Form, _ place: String) async throws -> (place: String, status: Int) {
        (place, try await house.ask(.post, place, as: mine.cookie, .form(form), for: .surfaces).status)
    }

    /// What programs are told of it, but for what counts its changes.
    private func told(_ resource: Resource, _ id: String) async throws -> [String: JSONValue] {
        let members = try await house.ask(.get, "\(resource.address)/\(id)", as: mine.bearer).json?.members ?? []
        return Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }.filter { !["version", "updated_at"].contains($0.key) }
    }

    private func text(_ value: JSONValue) -> String { String(decoding: value.bytes, as: UTF8.self) }

    private func fault(_ place: String, _ what: String) -> Fault {
        Fault(.surfaces, "POST \(place) \(what). Let each field's `typed` be what its `parse` reads, and let the table keep what it is given.")
    }
}

extension FormField {
    /// What a browser sends of it: a select what is chosen or else what stands first, a box nothing unless it is checked.
    fileprivate var sent: [(name: String, value: String)] {
        if let checkbox { return checkbox.isChecked ? [(name, "true")] : [] }
        if let choices { return [(name, "")] + choices.options.filter(\.isSelected).map { (name, $0.value) } }
        if let lines { return [("\(name).", "")] + lines.rows.flatMap(\.fields).flatMap(\.sent) }
        if let file { return [(name, file.value)] }
        if let options = choice?.options ?? reference?.options { return (options.first(where: \.isSelected) ?? options.first).map { [(name, $0.value)] } ?? [] }
        return [(name, text?.value ?? longText?.value ?? "")]
    }
}
