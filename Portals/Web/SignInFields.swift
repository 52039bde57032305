public import Platform

extension [FormField] {
    /// What every portal asks of those who sign in.
    /// - Parameter email: what was typed before, if this is not the first try; then the password is to be typed again.
    public static func signIn(email: String, _ voice: Voice) -> [FormField] {
        [
            FormField("email", label: voice.say("platform.fields.email"), isRequired: true, hasFocus: email.isEmpty,
                .text(.init(.email, email, autocomplete: "username", inputMode: "email", maxLength: 254))),
            FormField("password", label: voice.say("platform.fields.password"), isRequired: true, hasFocus: !email.isEmpty,
                .text(.init(.password, autocomplete: "current-password"))),
        ]
    }
}
