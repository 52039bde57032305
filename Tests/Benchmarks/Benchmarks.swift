import Glibc

/// Measures Kontor against its goals; `bin/bench` builds and runs it.
@main
struct Benchmarks {
    static func main() async {
        let asked = CommandLine.arguments.dropFirst().first
        do {
            if asked == BenchServer.command { return try await BenchServer.run() }
            exit(try await measure(Group.asked(asked)) ? 0 : 1)
        } catch {
            let sentence = Array("\(error)\n".utf8)
            _ = write(2, sentence, sentence.count)
            exit(2)
        }
    }

    /// - Returns: whether every line holds.
    private static func measure(_ groups: [Group]) async throws -> Bool {
        let report = Report()
        for group in groups { try await group.measure(report) }
        return report.everyLineHolds
    }
}

/// Figures that are measured together.
struct Group: Sendable {
    let name: String
    let measure: @Sendable (Report) async throws -> Void

    static let all = [
        Group(name: "driver", measure: driverBench),
        Group(name: "renderer", measure: rendererBench),
        Group(name: "page", measure: pageBench),
        Group(name: "growth", measure: growthBench),
        Group(name: "rules", measure: rulesBench),
        Group(name: "api", measure: apiBench),
        Group(name: "access", measure: accessBench),
        Group(name: "memory", measure: memoryBench),
        Group(name: "import", measure: importBench),
    ]

    /// - Returns: the group of that name; all of them where none is named.
    static func asked(_ name: String?) throws -> [Group] {
        guard let name else { return all }
        let found = all.filter { $0.name == name }
        guard !found.isEmpty else {
            throw BenchError("There is no group \(name). The groups are \(all.map(\.name).joined(separator: ", ")).")
        }
        return found
    }
}

/// Why nothing could be measured.
struct BenchError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
