import Platform

/// One operation of an address, as OpenAPI describes it.
struct Operation {
    private var members: [JSONValue.Member]
    private var responses: [JSONValue.Member] = []

    /// What can be wrong with something that is sent.
    static let writing = ["400", "401", "403", "409", "413", "415", "422", "429"]

    init(_ id: String, _ summary: String, description: String? = nil, tag: String, parameters: [JSONValue] = [], body: JSONValue? = nil, content: JSONValue? = nil, isOpen: Bool = false) {
        members = [.init("operationId", .string(id)), .init("summary", .string(summary)), .init("tags", [.string(tag)])]
        if let description { members.append(.init("description", .string(description))) }
        if isOpen { members.append(.init("security", [])) }
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if let content = content ?? body.map({ ["application/json": ["schema": $0]] }) {
            members.append(.init("requestBody", ["required": true, "content": content]))
        }
    }

    func answering(
        _ status: String, _ description: String, _ schema: JSONValue? = nil, content: JSONValue? = nil, headers: JSONValue? = nil, links: JSONValue? = nil
    ) -> Operation {
        var answer: [JSONValue.Member] = [.init("description", .string(description))]
        if let content = content ?? schema.map({ ["application/json": ["schema": $0]] }) { answer.append(.init("content", content)) }
        if let headers { answer.append(.init("headers", headers)) }
        if let links { answer.append(.init("links", links)) }
        var operation = self
        operation.responses.append(.init(status, .object(answer)))
        return operation
    }

    func failing(_ statuses: [String]) -> Operation {
        var operation = self
        operation.responses += statuses.map { .init($0, ["$ref": .string("#/components/responses/\($0)")]) }
        return operation
    }

    var json: JSONValue { .object(members + [.init("responses", .object(responses))]) }
}

extension JSONValue {
    static func schema(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }
    static func parameter(_ name: String) -> JSONValue { ["$ref": .string("#/components/parameters/\(name)")] }

    /// The schema of an object with no other members than these.
    static func object(of properties: [Member], required: [String]) -> JSONValue {
        let needed: [Member] = required.isEmpty ? [] : [.init("required", .array(required.map { .string($0) }))]
        return .object([.init("type", "object"), .init("additionalProperties", false), .init("properties", .object(properties))] + needed)
    }
}
