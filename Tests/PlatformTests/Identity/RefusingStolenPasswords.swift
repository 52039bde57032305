import Crypto
import Foundation
import Support
import Testing

@testable import Platform

@Suite("A list of stolen passwords")
struct RefusingStolenPasswords {
    private func list(_ passwords: [String], end: String = "\r\n", count: String = ":7", isLower: Bool = false) throws -> BreachedPasswords {
        let digests = passwords.map { Insecure.SHA1.hash(data: Data($0.utf8)).map { String(format: "%02X", $0) }.joined() }.sorted()
        let text = digests.map { (isLower ? $0.lowercased() : $0) + count }.joined(separator: end) + end
        let path = FileManager.default.temporaryDirectory.appending(path: "stolen-\(UUID().uuidString)").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) } // the open file goes on
        return try BreachedPasswords(path: path)
    }

    @Test("holds each of its own and no other, wherever it stands, in every form", arguments: [
        ("\r\n", ":7", false), ("\n", ":123456", false), ("\n", "", true),
    ])
    func found(end: String, count: String, isLower: Bool) throws {
        for size in [1, 2, 3, 10, 1_000] {
            let all = (0..<size).map { "password \($0)" }
            let list = try list(all, end: end, count: count, isLower: isLower)
            for password in all { #expect(list.contains(password), "\(password) of \(size)") }
            for number in 0..<200 { #expect(!list.contains("another \(number)")) }
        }
    }

    @Test("is refused where it is none", arguments: ["", "correct horse\n", "123\n"])
    func none(text: String) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "no-list-\(UUID().uuidString)").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) } // a left-over file does not make a test fail
        #expect(throws: BreachedPasswords.NoList.self) { try BreachedPasswords(path: path) }
        #expect(throws: BreachedPasswords.NoList.self) { try BreachedPasswords(path: path + ".missing") }
    }

    @Test("is asked when somebody registers, changes a password or chooses another by mail", .enabled(if: TestPlatform.isPossible))
    func choosing() async throws {
        let passwords = Passwords(breached: try list(["password1"]))
        try await TestPlatform.with { platform in
            let door = Door(platform: platform, accounts: Accounts(Database(visitors: platform.app), passwords: passwords))
            await #expect(throws: AccountError.breached) { try await door.register("ada@example.com", password: "password1") }
            #expect(try await door.count("users") == 0)
            try await door.register("ada@example.com")
            let session = try await door.signIn("ada@example.com").digest
            await #expect(throws: AccountError.breached) { try await door.accounts.changePassword(of: session, current: Door.password, new: "password1") }
            let link = try await door.ask("ada@example.com")
            await #expect(throws: AccountError.breached) { try await door.accounts.resetPassword(by: link, to: "password1") }
            try await door.accounts.resetPassword(by: link, to: "battery staple")
        }
        try await passwords.stop()
    }
}
