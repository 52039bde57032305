import Platform
import Synchronization
import Web

/// All that the API answered, to be held against its own description.
final class Answers: Sendable {
    private struct Noted: Hashable {
        let method, path: String, status: Int, bytes: [UInt8]
    }

    private let noted = Mutex<Set<Noted>>([])

    func note(_ answer: LineAnswer, to route: RouteSummary) {
        let method = route.method.rawValue.lowercased()
        _ = noted.withLock { $0.insert(Noted(method: method, path: route.path, status: answer.status, bytes: answer.bytes)) }
    }

    func faults(_ description: JSONValue, _ module: Module) -> [Fault] {
        let schemas = JSONSchemas(description)
        var sentences: Set<String> = []
        for answer in noted.withLock({ $0 }) {
            for problem in problems(answer, description, schemas) {
                sentences.insert("\(answer.method.uppercased()) \(answer.path) answered \(answer.status) with \(problem). Let the field's `kind` and its `json` say the same.")
            }
        }
        return sentences.sorted().map { Fault(.answers, $0) }
    }

    private func problems(_ answer: Noted, _ description: JSONValue, _ schemas: JSONSchemas) -> [String] {
        guard let told = description["paths"]?[answer.path]?[answer.method]?["responses"]?[String(answer.status)] else {
            return ["a status that /openapi.json does not name"]
        }
        guard let content = schemas.resolved(told)["content"]?.members?.first?.value["schema"] else {
            return answer.bytes.isEmpty ? [] : ["a body where /openapi.json names none"]
        }
        guard let json = try? JSONValue(reading: answer.bytes) else { return ["no JSON"] }
        return schemas.problems(json, content)
    }
}
