import ArgumentParser
import Platform

struct OperatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operator", abstract: "Look after the people who run the platform.", subcommands: [Add.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a person who may enter the operator's portal.",
            discussion: "The password is read from the first line of standard input, so that it stands in no history.")

        @Option(help: "Their e-mail address, with which they sign in.") var email: String
        @Option(help: "Their name.") var name: String
        @Flag(help: "Give an operator who is there already this password.") var changePassword = false
        @Option(help: "support: sees and assists. admin: may change things.") var role = "support"

        func run() async throws {
            guard let role = OperatorRole(rawValue: role) else {
                throw ValidationError("--role is \"support\" or \"admin\", not \"\(role)\".")
            }
            let person = NewOperator(name: name, email: email, password: readLine() ?? "", role: role)
            let installation = try await Installation.open()
            let database = try await installation.database()
            try await database.use {
                _ = try await installation.migrate(database.logins)
                let added = try await database.asOwner { pool in
                    try await Operators.add(person, changesPassword: changePassword, through: pool, passwords: Passwords())
                }
                print(words(for: added))
            }
        }

        private func words(for addition: Operators.Addition) -> String {
            switch addition {
            case .added: "\(name) may now sign in to the operator's portal."
            case .known: "There is an operator with this address already. Nothing was changed; --change-password gives them this password."
            case .passwordChanged: "The operator \(email) has a new password, and was signed out everywhere."
            }
        }
    }
}
