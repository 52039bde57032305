import Foundation

/// Runs other programs, for what only they can prove.
enum Programs {
    struct Failed: Error {
        let output: String
    }

    /// What a program of this machine prints.
    /// - Throws: `Failed` with everything it said, when it does not end well.
    static func output(_ command: String...) throws -> String {
        let process = Process(), said = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = said
        process.standardError = said
        try process.run()
        let output = String(decoding: try said.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(output: output) }
        return output
    }
}
