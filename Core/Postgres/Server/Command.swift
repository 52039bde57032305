import Subprocess

extension PrivateServer.ServerUser {
    /// Runs a program as this user, in a session of its own so that a Ctrl-C meant for us does not reach it.
    ///
    /// Becoming another user is left to `setpriv`: Subprocess would call `setgroups` and `setuid` between clone and exec,
    /// where the C library can wait forever for a thread that was just starting when this process was cloned.
    ///
    /// - Returns: what it printed.
    /// - Throws: `.failed` with what it printed, when it cannot be run or does not exit with zero.
    @discardableResult
    func run(_ program: String, _ arguments: [String], input: String = "") async throws(PrivateServerError) -> String {
        var options = PlatformOptions()
        options.createSession = true
        let become = isAnother ? ["/usr/bin/setpriv", "--reuid=\(id)", "--regid=\(group)", "--init-groups", "--"] : []
        let command = become + [program] + arguments
        do {
            let result = try await Subprocess.run(
                .path(.init(command[0])), arguments: Arguments(Array(command.dropFirst())),
                environment: .custom(["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": home]),
                // Ours may be a folder this user cannot enter.
                workingDirectory: "/", platformOptions: options,
                input: .string(input), output: .string(limit: 1 << 20), error: .combinedWithOutput)
            let said = result.standardOutput
            guard result.terminationStatus.isSuccess else {
                throw PrivateServerError.failed(program: name(of: program), said: said.isEmpty ? "\(result.terminationStatus)" : said)
            }
            return said
        } catch let error as PrivateServerError {
            throw error
        } catch {
            throw Task.isCancelled ? .interrupted : .failed(program: name(of: program), said: "\(error)")
        }
    }

    private func name(of program: String) -> String { PrivateServer.Files.lastName(of: program) }
}
