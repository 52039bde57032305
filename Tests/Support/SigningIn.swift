public import Platform

extension Accounts {
    /// Signs in with a password alone, in a browser that is not known.
    /// - Returns: what the browser's cookie must hold.
    public func signIn(email: String, password: String, address: String, agent: String) async throws -> Secret {
        try await enter(arrive(email: email, password: password, with: Device(address: address, agent: agent)))
    }
}
