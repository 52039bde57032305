import ArgumentParser
import Platform

struct ModuleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "module", abstract: "Write a new module.", subcommands: [New.self])

    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a module into this clone: a record with its table, its words in three languages, and its tests.",
            discussion: "It builds, its tests pass, and it is in the menu of every business. Then it is yours to change.")

        @Argument(help: "What it is called, such as Orchard or fruit-orchard.") var name: String
        @Option(help: "What it keeps, in the singular, such as Tree. Entries otherwise.") var record: String?

        func run() async throws {
            let module = try NewModule(name, record: record)
            let written = try module.write(into: SourceFolder.find())
            print("The module \(module.name.title) is there:")
            for path in written { print("  \(path)") }
            if module.isNamed { print("Its record's name stands in English in templates/\(module.name.id)/texts/es.yaml and ar.yaml: translate it there.") }
            print("""
                Next:
                  bin/test \(module.name.type)Tests   builds it and proves it
                  bin/dev   serves it at http://localhost:8080\(module.path)
                """)
        }
    }
}
