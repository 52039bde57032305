import Foundation
import Platform
import Testing

@Suite("The type of a database", .enabled(if: Compiler.here != nil, "the plan of this build, or the compiler it names, is not here"))
struct TypeWall {
    private let compiler: Compiler

    init() throws { compiler = try #require(Compiler.here) }

    @Test("lets a module's code compile with the database of one business")
    func right() throws {
        #expect(try compiler.complaints("func count(_ db: Database<Business>) async throws -> Int { try await db.value(\"select 1\") }\nfunc use(_ scope: Scope) async throws -> Int { try await count(scope.db) }") == "")
    }

    @Test("keeps what sees every business away from code for one, at compile time", arguments: [
        "func use(_ every: Database<Platform>) { let db: Database<Business> = every; _ = db }",
        "func use(_ nobody: Database<Visitor>) { let db: Database<Business> = nobody; _ = db }",
        "func one(_ db: Database<Business>) {}\nfunc use(_ scope: OperatorScope) { one(scope.db) }",
        "func use(_ every: Database<Platform>) { _ = every as Database<Business> }",
    ])
    func wrongReach(code: String) throws {
        let said = try compiler.complaints(code)
        #expect(said.contains("cannot convert") || said.contains("cannot assign"), "\(said)")
    }

    @Test("cannot be made for one business without naming which", arguments: [
        "func use(_ pool: ConnectionPool) { let db: Database<Business> = Database(operators: pool); _ = db }",
        "func use(_ pool: ConnectionPool) { let db: Database<Business> = Database(visitors: pool); _ = db }",
        "func use(_ pool: ConnectionPool) { let db = Database<Business>(pool); _ = db }",
        "func use(_ pool: ConnectionPool, _ id: ID<Member>) { _ = Database(pool, of: id) }",
        "func use() { _ = Database<Business>(.pool, setting: nil) }",
        "func use(_ db: Database<Business>) { _ = db.road }",
        "func use(_ db: Database<Business>) { _ = db.setting }",
    ])
    func unnamed(code: String) throws { #expect(try compiler.complaints(code).contains("error:")) }

    @Test("does not let a text become a statement, only a value in one", arguments: [
        "func use(_ db: Database<Business>, _ typed: String) async throws { try await db.execute(typed) }",
        "func use(_ typed: String) -> SQL { typed }",
    ])
    func text(code: String) throws { #expect(try compiler.complaints(code).contains("cannot convert")) }

    @Test("goes with ids that fit one kind of thing only")
    func ids() throws {
        #expect(try compiler.complaints("func use(_ id: ID<Business>) -> ID<Member> { id }").contains("cannot convert"))
    }
}

/// The Swift compiler, asked as the build asked it for these very tests.
private struct Compiler: Sendable {
    private let program: String
    private let arguments: [String]

    /// nil where this build's plan or the compiler is not at hand, as in a test run from a copied build.
    static let here: Compiler? = {
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let plan = products.appending(path: "../../\(products.lastPathComponent).yaml").standardizedFileURL
        guard let text = try? String(contentsOf: plan, encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.contains("args: [") && $0.contains("\"-module-name\",\"PlatformTests\"") }),
            let words = try? JSONDecoder().decode([String].self, from: Data(line.drop { $0 != "[" }.utf8)),
            let program = words.first, FileManager.default.isExecutableFile(atPath: program)
        else { return nil }
        return Compiler(program: program, arguments: ["-typecheck", "-swift-version", "6"] + places(words))
    }()

    /// Of all that was asked, where the modules and the C libraries' headers are.
    private static func places(_ words: [String]) -> [String] {
        var places: [String] = []
        for (word, next) in zip(words, words.dropFirst()) {
            if word.hasPrefix("-I/") { places.append(word) }
            if word == "-Xcc" || word == "-target" || (word == "-I" && next.hasPrefix("/")) { places += [word, next] }
        }
        return places
    }

    /// What the compiler says about a file that imports `Platform`; nothing when it compiles.
    func complaints(_ code: String) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "kontor-\(UUID().uuidString).swift")
        try Data("import Platform\n\(code)\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) } // a left-over file does not make a test fail
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments + [file.path]
        (process.standardError, process.standardOutput) = (output, output)
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? "" : String(decoding: said, as: UTF8.self)
    }
}
