import FoundationEssentials
import Glibc

extension PrivateServer {
    /// Where one installation of PostgreSQL keeps its programs, and its major version.
    struct Programs: Sendable {
        let folder: String
        let version: Int

        var initdb: String { "\(folder)/initdb" }
        var control: String { "\(folder)/pg_ctl" }
        var postgres: String { "\(folder)/postgres" }

        /// The installation to use: the one named in `KONTOR_POSTGRES_BIN`, else the first in `PATH`, else the newest of
        /// Debian's; for an existing cluster the first of its version.
        static func find(
            forData version: Int?, in data: String, as user: ServerUser,
            environment: [String: String] = ProcessInfo.processInfo.environment
        ) async throws(PrivateServerError) -> Programs {
            let folders = candidates(environment)
            let found = await onThread { folders.compactMap(installation(at:)) }
            var installed: [Programs] = []
            for folder in found {
                let programs = Programs(folder: folder, version: try await majorVersion(of: folder, as: user))
                if programs.version >= 14, version == nil || version == programs.version { return programs }
                installed.append(programs)
            }
            guard let first = installed.first else { throw .programsMissing(lookedIn: folders) }
            guard let version else { throw .programsTooOld(version: first.version, folder: first.folder) }
            throw .otherVersion(data: version, folder: data, installed: installed.map(\.version))
        }

        private static func candidates(_ environment: [String: String]) -> [String] {
            if let named = environment["KONTOR_POSTGRES_BIN"], !named.isEmpty { return [named] }
            let debian = "/usr/lib/postgresql"
            let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []
            return (environment["PATH"] ?? "").split(separator: ":").map(String.init)
                + versions.compactMap(Int.init).sorted(by: >).map { "\(debian)/\($0)/bin" }
        }

        /// The folder that really holds all three programs: those in a `PATH` are often links into it.
        private static func installation(at folder: String) -> String? {
            guard let control = Files.resolved("\(folder)/pg_ctl") else { return nil }
            let folder = Files.parent(of: control)
            return ["initdb", "pg_ctl", "postgres"].allSatisfy { access("\(folder)/\($0)", X_OK) == 0 } ? folder : nil
        }

        /// From `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
        private static func majorVersion(of folder: String, as user: ServerUser) async throws(PrivateServerError) -> Int {
            let said = try await user.run("\(folder)/postgres", ["--version"])
            let version = said.split(separator: " ").compactMap { Int($0.prefix { $0.isNumber }) }.first
            guard let version else { throw .failed(program: "postgres", said: said) }
            return version
        }
    }
}
