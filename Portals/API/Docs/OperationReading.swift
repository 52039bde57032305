import Platform

/// Reads the operations of a description of addresses.
struct OperationReading {
    let document: JSONValue
    private var schemas: SchemaReading { SchemaReading(document: document) }

    private static let methods = ["get", "post", "put", "patch", "delete"]

    /// Each with its path, in their order.
    var operations: [(path: String, operation: DocsOperation)] {
        (document["paths"]?.members ?? []).flatMap { path in
            let shared = path.value["parameters"]?.array ?? []
            return (path.value.members ?? []).filter { Self.methods.contains($0.name) }.map { (path.name, operation($0.name, path.name, $0.value, shared)) }
        }
    }

    private func operation(_ method: String, _ path: String, _ json: JSONValue, _ shared: [JSONValue]) -> DocsOperation {
        let parameters = (shared + (json["parameters"]?.array ?? [])).map { schemas.resolved($0) }
        let body = json["requestBody"]?["content"]?["application/json"]?["schema"]
        let example = body.map { schemas.example($0) }, isOpen = json["security"]?.array?.isEmpty == true
        return DocsOperation(
            id: json["operationId"]?.string ?? "", method: method.uppercased(), path: path, summary: json["summary"]?.string ?? "",
            text: json["description"]?.string, isOpen: isOpen, parameters: table(parameters.map(row)),
            body: body.flatMap { table(schemas.rows($0)) }, example: example?.indented(), answers: answers(json),
            answer: answer(json), curl: curl(method, path, example, isOpen: isOpen))
    }

    private func table(_ rows: [DocsRow]) -> DocsTable? { rows.isEmpty ? nil : DocsTable(rows: rows) }

    private func row(_ parameter: JSONValue) -> DocsRow {
        DocsRow(
            name: parameter["name"]?.string ?? "", type: schemas.type(parameter["schema"] ?? [:]), isRequired: parameter["required"] == true,
            meaning: parameter["description"]?.string)
    }

    private func answers(_ json: JSONValue) -> [DocsAnswer] {
        (json["responses"]?.members ?? []).map { answer in
            DocsAnswer(
                status: answer.name, meaning: schemas.resolved(answer.value)["description"]?.string ?? "", isGood: !["4", "5"].contains(answer.name.prefix(1)))
        }
    }

    private func answer(_ json: JSONValue) -> String? {
        let good = (json["responses"]?.members ?? []).first { $0.name.hasPrefix("2") }
        return good?.value["content"]?["application/json"]?["schema"].map { schemas.example($0).indented() }
    }

    private func curl(_ method: String, _ path: String, _ body: JSONValue?, isOpen: Bool) -> String {
        var lines = ["curl \(method == "get" ? "" : "-X \(method.uppercased()) ")\"$KONTOR\(path.replacing("{id}", with: "$ID"))\""]
        if !isOpen { lines.append("-H \"Authorization: Bearer $KEY\"") }
        if method == "post", !isOpen { lines.append("-H \"Idempotency-Key: $(uuidgen)\"") }
        if let body {
            lines.append("-H \"Content-Type: application/json\"")
            lines.append("-d '\(String(decoding: body.bytes, as: UTF8.self).replacing("'", with: "'\\''"))'")
        }
        return lines.joined(separator: " \\\n  ")
    }
}
