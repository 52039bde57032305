import ArgumentParser

/// The whole platform as one program.
@main
struct Kontor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kontor",
        abstract: "The office a company runs on.",
        subcommands: [
            ServeCommand.self, MigrateCommand.self, DemoCommand.self, OperatorCommand.self, ModulesCommand.self, ModuleCommand.self,
            RoutesCommand.self, AuditCommand.self, PlansCommand.self,
        ])
}
