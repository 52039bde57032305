import Foundation
import HTTPTypes
import Platform
import Support
import Testing

/// An operator who assists in a house of customers.
struct Assistance: Sendable {
    let house: CustomerHouse
    let operators: Operators
    let session: [UInt8]

    static let password = "correct horse battery"
    static let reason = "Ticket 4711: the import was wrong"

    /// A new operator, who has signed in.
    init(_ house: CustomerHouse, _ role: OperatorRole = .support, named name: String = "Olive") async throws {
        self.house = house
        operators = Operators(Database(operators: house.platform.operators), passwords: CustomerHouse.passwords)
        let email = "\(ID<Operator>())@platform.example"
        let new = NewOperator(name: name, email: email, password: Self.password, role: role)
        #expect(try await Operators.add(new, through: house.platform.owner, passwords: CustomerHouse.passwords) == .added)
        session = try await operators.signIn(email: email, password: Self.password, address: "192.0.2.1").digest
    }

    func ask(_ scope: Scope, minutes: Int = 30, by link: Secret = Secret()) async throws -> Operators.AssistAnswer {
        try await operators.assist(scope.member.id, of: scope.business.id, because: Self.reason, minutes: minutes, by: link, session: session)
    }

    /// Begins to assist.
    /// - Returns: the cookie of the operator's browser.
    func cookie(of scope: Scope) async throws -> String {
        let link = Secret()
        #expect(try await ask(scope, by: link) == .done)
        let answer = try await house.ask(.post, "/assist", ["link": link.text])
        return try answer.cookie("kontor_session")
    }
}
