public import FoundationEssentials
import Synchronization

/// One voice for each language and time zone, made when it is first needed.
public final class Voices: Sendable {
    public let catalogue: Catalogue
    private let made = Mutex<[Key: Voice]>([:])

    private struct Key: Hashable {
        let language: Language, zone: String
    }

    public init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    public func voice(_ language: Language, timeZone: TimeZone = .gmt) -> Voice {
        made.withLock { made in
            let key = Key(language: language, zone: timeZone.identifier)
            if let voice = made[key] { return voice }
            let voice = Voice(catalogue, formats: Formats(language, timeZone: timeZone))
            made[key] = voice
            return voice
        }
    }

    /// The first of these that is complete: a person's own, their business's, what a cookie or a
    /// browser asks for; English where none is.
    public func language(_ wishes: Language?..., browser acceptLanguage: String?) -> Language {
        for case let wish? in wishes where Language.complete.contains(wish) { return wish }
        return acceptLanguage.flatMap { Language.preferred($0, among: Language.complete) } ?? .en
    }
}
