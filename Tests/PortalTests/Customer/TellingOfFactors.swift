import Foundation
import HTTPTypes
import Platform
import Support
import Testing

@Suite("A change to how somebody proves who they are", .enabled(if: TestPlatform.isPossible))
struct TellingOfFactors {
    @Test("is told by mail in their language, in the transaction that makes it, and nothing else is")
    func codes() async throws {
        try await CustomerHouse.with { house in
            let ada = try await house.platform.register("Acme", language: .es), cookie = try await house.cookie(of: ada)
            func mails() async throws -> [String] {
                try await house.value("select coalesce(array_agg(subject order by created_at, id), '{}') from mails where kind = 'factor' and language = 'es' and recipient = \(ada.member.email)")
            }
            func post(_ path: String, _ fields: KeyValuePairs<String, String> = [:]) async throws -> Int {
                try await house.ask(.post, "/profile/code/\(path)", cookie: cookie, fields, headers: [.userAgent: "Firefox/132.0 (Windows)"]).status
            }
            #expect(try await post("off") == 303)
            let session = try #require(Secret(String(cookie.dropFirst("kontor_session=".count)))).digest
            let code = try await Accounts(Database(visitors: house.platform.app), passwords: CustomerHouse.passwords).beginCode(of: session)
            #expect(try await post("new", ["code": "000000"]) == 422)
            #expect(try await post("recovery") == 404)
            #expect(try await mails().isEmpty, "nothing was changed yet")
            #expect(try await post("new", ["code": code.code(at: OneTimeCode.step(at: Date()))]) == 201)
            #expect(try await post("recovery") == 201)
            #expect(try await post("off") == 303)
            #expect(try await mails() == ["El acceso en dos pasos está activado", "Tienes códigos de recuperación nuevos", "El acceso en dos pasos está desactivado"])
            #expect(try await post("off") == 303)
            #expect(try await mails().count == 3, "it was off already")
            let plain: String = try await house.value("select plain from mails limit 1"), page: String = try await house.value("select html from mails limit 1")
            for said in ["Owner of Acme", "Firefox", "Windows", "http://localhost:8080/profile/sessions"] { #expect(plain.contains(said) && page.contains(said), "\(said)") }
        }
    }

    @Test("is told of passwords and passkeys as well")
    func others() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let cookie = try await house.signedIn(), key = ID<Passkeys>()
            func subjects() async throws -> [String] {
                try await house.value("select coalesce(array_agg(subject order by created_at, id), '{}') from mails where kind = 'factor'")
            }
            let wrong = try await house.ask(.post, "/profile/password", cookie: cookie, ["current_password": "wrong", "new_password": "a new password"])
            #expect(wrong.status == 422)
            #expect(try await subjects().isEmpty)
            let right = try await house.ask(.post, "/profile/password", cookie: cookie, ["current_password": "correct horse", "new_password": "a new password"])
            #expect(right.status == 303)
            try await house.arrange("insert into passkeys (id, user_id, credential_id, public_key, sign_count, name, is_backed_up) select \(key), id, sha256('x'), 'x', 0, 'Phone', false from users")
            #expect(try await house.ask(.post, "/profile/passkeys/\(key)/remove", cookie: cookie).status == 303)
            #expect(try await house.ask(.post, "/profile/passkeys/\(key)/remove", cookie: cookie).status == 404)
            #expect(try await subjects() == ["Your password was changed", "A passkey was removed"])
            #expect(try await house.value("select count(*) from mails where plain like '%Phone%'") == 1)
        }
    }

    @Test("is told of a password that was chosen by a link in a mail")
    func reset() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            _ = try await house.ask(.post, "/forgotten", ["email": "ada@example.com"])
            let plain: String = try await house.value("select plain from mails where kind = 'reset'")
            let link = try #require(plain.firstMatch(of: /reset\?link=(\S+)/)?.1)
            #expect(try await house.ask(.post, "/reset", ["link": String(link), "new_password": "short"]).status == 422)
            #expect(try await house.value("select count(*) from mails where kind = 'factor'") == 0)
            #expect(try await house.ask(.post, "/reset", ["link": String(link), "new_password": "a new password"]).status == 303)
            #expect(try await house.value("select count(*) from mails where kind = 'factor' and recipient = 'ada@example.com'") == 1)
        }
    }
}
