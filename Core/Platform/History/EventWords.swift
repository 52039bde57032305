/// What happened, in a reader's language.
public struct EventWords: Sendable {
    let voice: Voice

    public init(_ voice: Voice) { self.voice = voice }

    /// In the platform's words, else the module's; else the event's own name.
    /// - Parameter name: of the event, such as `crm.customers.created`.
    public func what(_ name: String) -> String {
        let module = name.prefix { $0 != "." }, happened = Self.happened(name)
        let keys = ["platform.history.what.\(happened)", "\(module).events.\(name.dropFirst(module.count + 1))", "\(module).commands.\(happened).name"]
        return keys.lazy.compactMap { voice.catalogue.text($0, voice.language) }.first ?? name
    }

    public func tone(_ name: String) -> Tone {
        switch Self.happened(name) {
        case "created", "restored", "noted", "attached": .positive
        case "deleted", "erased", "purged", "note_removed", "detached": .negative
        case "changed": .info
        default: .neutral
        }
    }

    private static func happened(_ name: String) -> Substring { name.split(separator: ".").last ?? "" }
}
