import ArgumentParser
import Platform

struct ModulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "modules", abstract: "List the modules of this installation.")

    func run() async throws {
        let installation = try await Installation.open()
        let voice = installation.voices.voice(.en)
        for module in installation.registry.modules {
            print("\(module.id)  \(voice.say(module.name)): \(voice.say(module.summary))")
            for permission in module.allPermissions { print("    \(permission.name)  from \(permission.least.rawValue)") }
        }
    }
}
