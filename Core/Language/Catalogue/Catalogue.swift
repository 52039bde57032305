/// All texts of the program in all languages, by key.
///
/// Texts live in `<folder>/<module>/texts/<language>.yaml`, one file per module and language. A key is the module's
/// folder and the names leading to the text: `crm.customers.title`. `Text` says how texts are written.
public struct Catalogue: Sendable {
    private let texts: [String: Translations]

    /// - Parameter folder: the one with a folder for each module, such as `templates`; a module may have no `texts`.
    /// - Throws: `CatalogueError` with everything that is wrong, in one go: invalid YAML, a key twice, a plural
    ///   category the language does not have or lacks, a text that one of `Language.complete` lacks or has alone,
    ///   arguments that differ from one language to another.
    public init(folder: String) throws(CatalogueError) {
        let reading = TextFolder(folder)
        let problems = reading.problems + reading.disagreements
        guard problems.isEmpty else { throw CatalogueError(problems: problems) }
        var texts: [String: Translations] = [:]
        for file in reading.files {
            for (key, entry) in file.entries { texts[key, default: Translations()][file.language] = entry.text }
        }
        self.texts = texts
    }

    /// Every key, in order.
    public var keys: [String] { texts.keys.sorted() }

    /// The languages that have a text of their own for the key.
    public func languages(of key: String) -> [Language] {
        Language.allCases.filter { texts[key]?[$0] != nil }
    }

    /// The keys a language has no text for, in order. Empty for `Language.complete`.
    public func missing(in language: Language) -> [String] {
        texts.filter { $0.value[language] == nil }.keys.sorted()
    }

    /// The arguments a text mentions, `count` included when it is plural; nil when there is no such key.
    public func arguments(of key: String) -> Set<String>? {
        guard let (text, _) = find(key, .en) else { return nil }
        return text.isPlural ? text.arguments.union(["count"]) : text.arguments
    }

    /// A text without arguments, for folding into templates; English where the language lacks it.
    /// - Returns: nil when there is no such key or its text needs arguments.
    public func text(_ key: String, _ language: Language) -> String? {
        guard case .plain(let template)? = find(key, language)?.text else { return nil }
        return template.constant
    }

    /// The phrase in words. A text the language lacks is said in English, one that exists nowhere as its key, and an
    /// argument that was not given stays visible as `{name}`.
    ///
    /// Text arguments written in the other direction than the language are isolated (U+2068 … U+2069), so that they
    /// cannot reorder the sentence around them. The result is plain text: not yet escaped for HTML.
    public func say(_ phrase: Phrase, in formats: Formats) -> String {
        guard let (text, language) = find(phrase.key, formats.language) else { return phrase.key }
        let template = switch text {
        case .plain(let template): template
        case .plural(let forms): Self.form(forms, for: phrase.arguments["count"], language)
        }
        if let constant = template.constant { return constant }
        var said = ""
        for part in template.parts {
            switch part {
            case .literal(let text): said += text
            case .argument(let name): said += phrase.arguments[name].map { say($0, in: formats) } ?? "{\(name)}"
            }
        }
        return said
    }

    private func say(_ argument: Phrase.Argument, in formats: Formats) -> String {
        switch argument {
        case .text(let text): Bidi.isolate(text, in: formats.language)
        case .number(let number): formats.number(number)
        case .decimal(let number): formats.decimal(number)
        case .bytes(let bytes): formats.bytes(bytes)
        case .percent(let fraction): formats.percent(fraction)
        case .money(let minorUnits, let currency): formats.money(minorUnits, currency)
        case .date(let year, let month, let day): formats.date(year: year, month: month, day: day)
        case .moment(let date): formats.dateTime(date)
        case .list(let items): formats.list(items)
        case .phrase(let phrase): say(phrase, in: formats)
        }
    }

    /// - Parameter language: the one the text was found in, whose plural rule its forms follow.
    private static func form(
        _ forms: [PluralCategory: TextTemplate], for count: Phrase.Argument?, _ language: Language
    ) -> TextTemplate {
        let category = if case .number(let count)? = count { language.plural(count) } else { PluralCategory.other }
        return forms[category] ?? forms[.other] ?? TextTemplate()
    }

    private func find(_ key: String, _ language: Language) -> (text: Text, language: Language)? {
        guard let translations = texts[key] else { return nil }
        if let text = translations[language] { return (text, language) }
        return translations[.en].map { ($0, .en) }
    }
}

/// One text in every language that has it.
private struct Translations: Sendable {
    private var texts = [Text?](repeating: nil, count: Language.allCases.count)

    subscript(language: Language) -> Text? {
        get { texts[language.index] }
        set { texts[language.index] = newValue }
    }
}
