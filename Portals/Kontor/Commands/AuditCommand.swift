import ArgumentParser
import FoundationEssentials
import Platform

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Look after the log of everything that happened.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prove that no entry of the log was changed, removed or slipped in.",
            discussion: """
                Prints one line for each business, and one for each thing that does not fit; ends with status 1 if there is any.
                Keep a printed hash elsewhere to prove later that the end of the log was not cut off: the chain goes on from it.
                """)

        @Option(help: "Only the business of this id.") var business: String?

        func run() async throws {
            let one = try business.map { text in
                guard let id = ID<Business>(text) else { throw ValidationError("--business is the id of a business, not \"\(text)\".") }
                return id
            }
            let installation = try await Installation.open()
            let database = try await installation.database()
            let isIntact = try await database.use {
                _ = try await installation.migrate(database.logins)
                return try await database.asOwner { pool in
                    var isIntact = true, count = 0
                    try await AuditCheck(pool).run(of: one) { report in
                        print(report.description)
                        isIntact = isIntact && report.isIntact
                        count += 1
                    }
                    if one != nil, count == 0 { throw ValidationError("There is no business of this id.") }
                    return isIntact
                }
            }
            if !isIntact { throw ExitCode(1) }
        }
    }
}
