import FoundationEssentials
import Subprocess
import SystemPackage

/// Runs a program to its end.
/// - Returns: what it printed.
/// - Throws: `BenchError` with what it printed, when it fails.
func said(by program: String, _ arguments: [String]) async throws -> String {
    let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
    let result = try await run(
        executable, arguments: Arguments(arguments), output: .string(limit: 1 << 20), error: .combinedWithOutput)
    guard result.terminationStatus.isSuccess else { throw BenchError("\(program) failed: \(result.standardOutput)") }
    return result.standardOutput
}

/// Calls `body` with the path of a file that holds `text`, and removes it afterwards.
func withFile<T>(_ text: String, named name: String, _ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kontor-bench-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) } // a left-over file spoils no figure
    let path = "\(folder)/\(name)"
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    return try await body(path)
}
