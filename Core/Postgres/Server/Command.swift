import Subprocess

extension PrivateServer.ServerUser {
    /// Runs a program as this user, in a session of its own so that a Ctrl-C meant for us does not reach it.
    ///
    /// - Returns: what it printed.
    /// - Throws: `.failed` with what it printed, when it cannot be run or does not exit with zero.
    @discardableResult
    func run(_ program: String, _ arguments: [String], input: String = "") async throws(PrivateServerError) -> String {
        let name = String(program.split(separator: "/").last ?? "")
        var options = PlatformOptions()
        options.createSession = true
        if isAnother { (options.userID, options.groupID, options.supplementaryGroups) = (id, group, groups) }
        do {
            let result = try await Subprocess.run(
                .path(.init(program)), arguments: Arguments(arguments),
                environment: .custom(["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": home]),
                // Ours may be a folder this user cannot enter.
                workingDirectory: "/", platformOptions: options,
                input: .string(input), output: .string(limit: 1 << 20), error: .combinedWithOutput)
            let said = result.standardOutput
            guard result.terminationStatus.isSuccess else {
                throw PrivateServerError.failed(program: name, said: said.isEmpty ? "\(result.terminationStatus)" : said)
            }
            return said
        } catch let error as PrivateServerError {
            throw error
        } catch {
            throw Task.isCancelled ? .interrupted : .failed(program: name, said: "\(error)")
        }
    }
}
