import Platform
import Support
import Testing

@Suite("Adding an operator", .enabled(if: TestPlatform.isPossible))
struct AddingAnOperator {
    @Test("again changes nothing unless a new password is wanted, which signs them out")
    func again() async throws {
        try await AdminHouse.with { house in
            var browser = try await house.browser(of: .admin)
            let email: String = try await house.value("select email from operators")
            var person = NewOperator(name: "Somebody", email: email.uppercased(), password: "another password", role: .support)
            #expect(try await add(person, house) == .known)
            #expect(try await house.value("select name || ', ' || role from operators") == "Ada Operator, admin")
            #expect(try await browser.get("/businesses").status == 200)

            #expect(try await add(person, house, changesPassword: true) == .passwordChanged)
            #expect(try await house.value("select name || ', ' || role from operators") == "Ada Operator, admin")
            #expect(try await browser.get("/businesses").status == 303)
            #expect(try await browser.post("/sign-in", ["email": email, "password": AdminHouse.password]).status == 422)
            #expect(try await browser.post("/sign-in", ["email": email, "password": "another password"]).status == 303)
            person.email = "new@platform.example"
            #expect(try await add(person, house, changesPassword: true) == .added)
        }
    }

    @Test("takes a name, an address and a password that are some", arguments: [
        ("", "a@platform.example", "long enough", NewOperator.Mistake.name),
        ("Ada", "platform.example", "long enough", .email), ("Ada", "a@platform.example", "2 short", .shortPassword),
        ("Ada", "a@platform.example", String(repeating: "x", count: 1_001), .longPassword),
    ])
    func mistakes(name: String, email: String, password: String, mistake: NewOperator.Mistake) async throws {
        try await AdminHouse.with { house in
            let person = NewOperator(name: name, email: email, password: password, role: .admin)
            await #expect(throws: mistake) { _ = try await add(person, house) }
            let count: Int = try await house.value("select count(*) from operators")
            #expect(count == 0)
        }
    }

    private func add(_ person: NewOperator, _ house: AdminHouse, changesPassword: Bool = false) async throws -> Operators.Addition {
        try await Operators.add(
            person, changesPassword: changesPassword, through: house.platform.owner, passwords: AdminHouse.passwords)
    }
}
