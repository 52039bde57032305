import FoundationEssentials
import HTTPTypes
import Platform

/// Mails that tell somebody of a change to how they prove who they are.
extension CustomerPortal {
    /// - Returns: nil where no mail goes out.
    func notice(of change: FactorChange, _ request: Request, _ scope: Scope) throws -> Mail? {
        guard let email = EmailAddress(scope.member.email) else { return nil }
        let device = Device(address: scope.origin.address ?? "", agent: request.headers[.userAgent] ?? "")
        return try notice(of: change, to: email, named: scope.member.name, from: device, scope.voice)
    }

    func notice(of change: FactorChange, to email: EmailAddress, named name: String, from device: Device, _ voice: Voice) throws -> Mail? {
        guard delivery != .none else { return nil }
        return try letters.mail(change.letter(to: name, from: device, at: Date(), leadingTo: SessionRoutes.path, voice), to: email, voice: voice)
    }
}
