import Platform

/// The documentation in one language, made of the description that programs get.
struct DocsBook: Sendable {
    static let path = "/docs"
    private let groups: [Group]
    private let voice: Voice

    private struct Group: Sendable {
        let key: String
        let module: String
        let title: String
        var operations: [DocsOperation]

        var path: String { "\(DocsBook.path)/\(key)" }
    }

    init(_ registry: Registry, voice: Voice) {
        self.voice = voice
        let document = OpenAPIDocument(registry: registry, voice: voice).json
        let reading = OperationReading(document: document)
        let titles = Dictionary(registry.resources.map { ("\($0.module)/\($0.name)", voice.say($0.many)) }) { first, _ in first }
        let modules = Set(registry.modules.map(\.id))
        var groups: [Group] = []
        for (path, operation) in reading.operations {
            let parts = path.dropFirst(APIPortal.root.count + 1).split(separator: "/").map(String.init)
            let module = parts.first ?? "", key = modules.contains(module) ? parts.prefix(2).joined(separator: "/") : module
            if let index = groups.firstIndex(where: { $0.key == key }) {
                groups[index].operations.append(operation)
            } else {
                // Beside the modules there are the addresses to search and to sign in.
                let name = voice.say(modules.contains(module) ? Phrase("\(module).name") : Phrase(key == "files" ? "platform.files.title" : "api.docs.page.\(module)"))
                groups.append(Group(key: key, module: name, title: titles[key] ?? name, operations: [operation]))
            }
        }
        self.groups = groups
    }

    var front: DocsPage {
        let problem: JSONValue = [
            "type": "about:blank", "title": "Unprocessable Content", "status": 422, "detail": .string(voice.say(Phrase("api.problems.invalid", ["count": .number(1)]))),
            "request_id": "7f3a…", "errors": [["pointer": "/email", "detail": .string(voice.say("platform.problems.email"))]],
        ]
        return DocsPage(
            specificationPath: "/openapi.json", address: "export KONTOR=https://…",
            start: "curl \"$KONTOR\(groups.first?.operations.first?.path ?? "")\" \\\n  -H \"Authorization: Bearer $KEY\"",
            problem: problem.indented(), modules: modules(at: nil))
    }

    /// - Parameter key: `<module>/<records>`, `search` or `auth`.
    /// - Returns: nil where there is nothing of that name.
    func operations(_ key: String) -> DocsOperationsPage? {
        guard let group = groups.first(where: { $0.key == key }) else { return nil }
        return DocsOperationsPage(
            docsPath: Self.path, module: group.module, title: group.title, operations: group.operations, modules: modules(at: key))
    }

    private func modules(at key: String?) -> [DocsModule] {
        var names: [String] = []
        for group in groups where !names.contains(group.module) { names.append(group.module) }
        return names.map { name in
            DocsModule(name: name, groups: groups.filter { $0.module == name }.map { group in
                DocsGroup(name: group.title, path: group.path, isCurrent: group.key == key, operations: group.operations.map {
                    DocsLink(method: $0.method, summary: $0.summary, path: "\(group.path)#\($0.id)")
                })
            })
        }
    }
}
