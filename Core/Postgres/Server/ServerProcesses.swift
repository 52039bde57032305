import FoundationEssentials
import Glibc

extension PrivateServer {
    /// The processes of the server of one data folder: PostgreSQL's, working in that folder.
    struct ServerProcesses {
        let data: String

        var all: [pid_t] {
            let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return entries.compactMap(pid_t.init).filter(contains)
        }

        func contains(_ process: pid_t) -> Bool {
            guard let command = command(of: process), command.isPostgres else { return false }
            if let folder = Files.linkTarget("/proc/\(process)/cwd") {
                // Deleted: somebody removed the data under the running server.
                return folder == data || folder == "\(data) (deleted)"
            }
            // Some containers do not even let root look there; the server's command line names the folder.
            return command.words.contains(data)
        }

        private func command(of process: pid_t) -> (isPostgres: Bool, words: [String])? {
            guard let line = Files.contents(of: "/proc/\(process)/cmdline"), !line.isEmpty else { return nil }
            let words = line.split(separator: "\0").map(String.init)
            let program = words.first ?? ""
            // The server is called `…/bin/postgres -D …`, its children call themselves `postgres: …`.
            return (program.hasPrefix("postgres:") || Files.lastName(of: program) == "postgres", words)
        }
    }
}
