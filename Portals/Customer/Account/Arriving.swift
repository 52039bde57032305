import FoundationEssentials
import HTTPTypes
import Platform
import Web

/// The way in, from the first proof to the session's cookie.
extension CustomerPortal {
    /// The browser that asks.
    func device(_ request: Request, _ visit: Visit) -> Device {
        let cookies = Cookies(request.headers), mark = cookies[device.name].flatMap { Secret($0) } ?? Secret()
        return Device(address: visit.address, agent: visit.agent, mark: mark, replacing: cookie.digest(in: cookies))
    }

    /// Lets somebody in, or asks for the second proof.
    /// - Parameter next: where they wanted to go.
    /// - Throws: `AccountError`.
    func arrived(_ arrival: Arrival, next: String?, _ visit: Visit) async throws -> Response {
        if arrival.asksPasskey {
            return said.seeOther("/sign-in", saying: Announcement(visit.voice.say("security.enforced.by_passkey"), kind: .warning))
        }
        guard arrival.asksSecondProof else {
            return entered(try await accounts.enter(arrival, telling: try notice(to: arrival, visit)), on: arrival.device, at: next ?? "/home")
        }
        let secret = try await accounts.challenge(arrival)
        return .seeOther(
            SecondProofRoutes.path + (next.map { "?next=\(urlEscaped($0))" } ?? ""),
            setting: challenge.field(secret.text, for: Accounts.challengeLifetime.components.seconds))
    }

    /// Hands out the cookies of a new session and of its browser, and the way on. What the browser held before is good for nothing.
    func entered(_ secret: Secret, on device: Device, at path: String, for lifetime: Duration = Accounts.sessionLifetime) -> Response {
        var response = Response.seeOther(path, setting: cookie.field(secret.text, for: lifetime.components.seconds))
        response.headers.append(self.device.field(device.mark.text, for: Device.lifetime.components.seconds))
        return response
    }

    /// Tells somebody of a sign-in from a browser in which they have not signed in before.
    /// - Returns: nil where there is nothing to tell, or no mail.
    func notice(to arrival: Arrival, _ visit: Visit) throws -> Mail? {
        guard delivery != .none, arrival.isNewDevice, let email = arrival.email else { return nil }
        let voice = arrival.language.map { voices.voice($0) } ?? visit.voice
        func say(_ key: String, _ values: [String: Phrase.Argument] = [:]) -> String { voice.say(Phrase("security.mail.device.\(key)", values)) }
        let what: [String: Phrase.Argument] = [
            "device": .phrase(DeviceName(arrival.device.agent).phrase), "address": .text(arrival.device.address),
            "time": .text(voice.formats.dateTime(Date())),
        ]
        return try letters.mail(Letter(
            "device", subject: say("subject"), paragraphs: [say("hello", ["name": .text(arrival.name)]), say("text", what), say("advice")],
            action: Letter.Action(say("action"), path: SessionRoutes.path)), to: email, voice: voice)
    }
}
