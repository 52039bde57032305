public import Platform

extension [FormField] {
    /// What every portal asks of those who sign in.
    /// - Parameter email: what was typed before, if this is not the first try; then the password is to be typed again.
    /// - Parameter offersPasskeys: whether browsers may offer passkeys where the address is typed (WebAuthn §5.1.4, conditional mediation).
    public static func signIn(email: String, _ voice: Voice, offersPasskeys: Bool = false) -> [FormField] {
        [
            FormField("email", label: voice.say("platform.fields.email"), isRequired: true, hasFocus: email.isEmpty,
                .text(.init(.email, email, autocomplete: offersPasskeys ? "username webauthn" : "username", inputMode: "email", maxLength: 254))),
            FormField("password", label: voice.say("platform.fields.password"), isRequired: true, hasFocus: !email.isEmpty,
                .text(.init(.password, autocomplete: "current-password"))),
        ]
    }
}
