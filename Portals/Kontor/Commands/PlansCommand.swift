import ArgumentParser
import Foundation
import Platform

struct PlansCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plans", abstract: "Look after what is sold.", subcommands: [Load.self])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load plans from a file of JSON.",
            discussion: "Plans of a known code are changed, also for those who have them; others are added. Operators can change all of them afterwards.")

        @Argument(help: "The file.") var file: String
        @Flag(help: "Sell nothing else any more. Who has another plan keeps it.") var retireOthers = false

        func run() async throws {
            guard let json = FileManager.default.contents(atPath: file) else { throw ValidationError("There is no file \(file) that can be read.") }
            let ladder: Ladder
            do throws(Ladder.Mistake) { ladder = try Ladder(json: json) } catch { throw ValidationError("\(file): \(error)") }
            let installation = try await Installation.open()
            do throws(Ladder.Mistake) {
                for warning in try ladder.check(against: installation.registry) { FileHandle.standardError.write(Data("\(file): \(warning)\n".utf8)) }
            } catch {
                throw ValidationError("\(file): \(error)")
            }
            let database = try await installation.database()
            try await database.use {
                _ = try await installation.migrate(database.logins)
                do {
                    try await database.asOwner { try await ladder.load(through: $0, retiringOthers: retireOthers) }
                } catch let mistake as Ladder.Mistake {
                    throw ValidationError("\(file): \(mistake)")
                }
                print("\(ladder.plans.map(\.name).formatted(.list(type: .and))): loaded.")
            }
        }
    }
}
