import Foundation
import Platform
import Support
import Testing

@Suite("Offering to assist", .enabled(if: TestPlatform.isPossible))
struct OfferingToAssist {
    @Test("asks support for a reason, a time and their password, and leads over to the customers' portal")
    func asking() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme <1>")
            var support = try await house.browser(of: .support)
            let path = "/businesses/\(acme.business.id)/assist/\(acme.member.id)"
            #expect(try await support.get("/people/\(acme.member.user)").text.contains("href=\"\(path)\""))
            #expect(try await support.get("/businesses/\(acme.business.id)").text.contains("href=\"\(path)\""))
            #expect(try await support.get(path).text.contains("Acme &lt;1&gt;"))
            let right = ["reason": "Ticket 4711, a wrong import", "minutes": "60", "password": AdminHouse.password]
            for (field, wrong) in [("reason", "too short"), ("reason", String(repeating: "x", count: 501)), ("minutes", "61"), ("minutes", "x"), ("password", "wrong")] {
                let answer = try await support.post(path, fields: right.merging([field: wrong]) { $1 }.map { ($0.key, $0.value) })
                #expect(answer.status == 422 && !answer.text.contains("/assist?link="), "\(field)")
            }
            #expect(try await house.value("select count(*) from assists") == 0)
            let page = try await support.post(path, fields: right.map { ($0.key, $0.value) })
            #expect(page.status == 201 && page.text.contains("href=\"http://localhost:8080/assist?link="))
            #expect(try await house.value("select reason from operator_actions where action = 'business.assisted'") == right["reason"])
            #expect(try await house.value("select ends_at - created_at = interval '1 hour' from assists"))
            #expect(try await house.value("select link_until - created_at = interval '1 minute' from assists"))
        }
    }

    @Test("says what stands in the way instead of asking")
    func inTheWay() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            var support = try await house.browser(of: .support)
            let path = "/businesses/\(acme.business.id)/assist/\(acme.member.id)"
            let right: KeyValuePairs = ["reason": "Ticket 4711, a wrong import", "minutes": "15", "password": AdminHouse.password]
            try await house.arrange("update businesses set allows_assists = false")
            #expect(try await support.get(path).text.contains("Ask its owner to allow it"))
            #expect(try await support.post(path, right).status == 409)
            try await house.arrange("update businesses set allows_assists = true, suspended_reason = 'Unpaid', suspended_at = now()")
            #expect(try await support.post(path, right).text.contains("The business is suspended"))
            try await house.arrange("update businesses set suspended_reason = null, suspended_at = null")
            try await house.arrange("update users set deactivated_at = now()")
            #expect(try await support.post(path, right).text.contains("This person is deactivated"))
            #expect(try await support.post("/businesses/\(acme.business.id)/assist/\(ID<Member>())", right).status == 404)
            #expect(try await house.value("select count(*) from assists") == 0)
        }
    }

    @Test("is slowed down by wrong passwords")
    func throttled() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            var support = try await house.browser(of: .support)
            let path = "/businesses/\(acme.business.id)/assist/\(acme.member.id)"
            for _ in 0..<5 { _ = try await support.post(path, ["reason": "Ticket 4711, a wrong import", "minutes": "15", "password": "wrong"]) }
            try await house.waits()
            let answer = try await support.post(path, ["reason": "Ticket 4711, a wrong import", "minutes": "15", "password": AdminHouse.password])
            #expect(answer.status == 429)
        }
    }
}
