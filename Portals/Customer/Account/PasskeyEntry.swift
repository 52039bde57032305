import HTTPTypes
import Platform
import Web

/// Coming in by a passkey, without an address or a password.
struct PasskeyEntry: Sendable {
    let portal: CustomerPortal
    static let path = "/sign-in/passkey"
    static let optionsPath = "/sign-in/passkey/options"
    private static let access = Access.open(because: "nobody has signed in yet")

    var routes: [Route<Visit>] {
        [
            .raw(.post, Self.optionsPath, Self.access) { _, _ in .json(try await portal.passkeys.entering()) },
            .post(Self.path, Self.access) { request, visit in try await enter(request, visit) },
        ]
    }

    private func enter(_ request: Request, _ visit: Visit) async throws -> Answer<SignInPage> {
        let next = localPath(request.form["next"])
        func refused(_ error: any UserFacingError) -> Answer<SignInPage> {
            .page(SignIn(portal: portal).page(visit.voice, error: visit.voice.say(error.message), next: next), status: error.status)
        }
        do {
            let arrival = try await portal.passkeys.arrive(request.form["credential"] ?? "", with: portal.device(request, visit))
            return .other(try await portal.arrived(arrival, next: next, visit))
        } catch let error as PasskeyError {
            return refused(error)
        } catch let error as AccountError {
            return refused(error)
        }
    }
}
