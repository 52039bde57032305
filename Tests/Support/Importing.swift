import FoundationEssentials
import HTTPTypes
import Logging
import NIOCore
public import Platform

/// A file that a member imports, step by step.
public struct TestImport: Sendable {
    public let platform: TestPlatform
    public let scope: Scope
    /// Where the import is.
    public let path: String

    /// Uploads a file, in pieces of that many bytes.
    /// - Throws: `NotTaken` with what the page says.
    public init(
        _ file: [UInt8], named name: String = "file.csv", into list: String, as scope: Scope, on platform: TestPlatform,
        by size: Int = 65_536
    ) async throws {
        let answer = try await platform.upload(TestPlatform.multipart(file, named: name), into: list, as: scope, by: size)
        try self.init(answer, as: scope, on: platform)
    }

    /// - Parameter answer: to the upload of a file.
    public init(_ answer: Answered, as scope: Scope, on platform: TestPlatform) throws {
        guard let path = answer.location else { throw NotTaken(reason: answer.page(ImportUploadPage.self)?.error ?? "") }
        self.platform = platform
        self.scope = scope
        self.path = path
    }

    public struct NotTaken: Error, Equatable {
        public let reason: String
        public init(reason: String) { self.reason = reason }
    }

    public func mapping() async throws -> ImportMappingPage? {
        try await platform.ask(.get, "\(path)/mapping", as: scope).page(ImportMappingPage.self)
    }

    /// Has the file checked with what the page proposes, changed by `change`; waits for the result.
    public func check(_ change: (Form) -> Form = { $0 }) async throws -> ImportReportPage? {
        guard let page = try await mapping() else { return nil }
        let fields = page.columns.map { ($0.name, $0.fields.first { $0.isSelected }?.value ?? "") }
        let form = change(Form(fields + [("key", page.keys.first { $0.isSelected }?.value ?? "")]))
        let answer = try await platform.ask(.post, "\(path)/mapping", as: scope, form: form)
        if let refused = answer.page(ImportMappingPage.self) { throw NotTaken(reason: refused.error ?? "") }
        return try await result()
    }

    public func order() async throws { _ = try await platform.ask(.post, "\(path)/start", as: scope) }

    /// Imports the file as it was checked; waits for the result.
    public func start() async throws -> ImportReportPage? {
        try await order()
        return try await result()
    }

    /// Runs what is waiting to be done.
    public func result() async throws -> ImportReportPage? {
        try await platform.whileRunning {
            while true {
                if let report = try await platform.ask(.get, path, as: scope).page(ImportReportPage.self) { return report }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }
}

extension TestPlatform {
    /// The body of a form with a file.
    public static func multipart(_ file: [UInt8], named name: String = "file.csv", boundary: String = "XyZ") -> [UInt8] {
        Array("""
            --\(boundary)\r\nContent-Disposition: form-data; name="file"; filename="\(name)"\r\n\
            Content-Type: text/csv\r\n\r\n
            """.utf8) + file + Array("\r\n--\(boundary)--\r\n".utf8)
    }

    public func upload(
        _ body: [UInt8], into list: String, as scope: Scope, by size: Int = 65_536, then error: (any Error)? = nil
    ) async throws -> Answered {
        let pieces = stride(from: 0, to: body.count, by: size).map { Array(body[$0..<min($0 + size, body.count)]) }
        return try await ask(
            .post, "\(list)/import", as: scope, headers: [.contentType: "multipart/form-data; boundary=XyZ"],
            body: Pieces(pieces, then: error))
    }

    /// Calls `body` while imports are run in the background.
    public func whileRunning<T: Sendable>(
        patience: Duration = .seconds(10), _ body: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        let runner = ImportRunner(seats, logger: Logger(label: "test"), patience: patience)
        return try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask {
                try await runner.run()
                return nil
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let next = try await group.next() { if let next { return next } }
            throw CancellationError()
        }
    }
}
