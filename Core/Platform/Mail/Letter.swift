public import Markup

/// What a mail says, in one shape for all of them: a few paragraphs, and one thing to do.
public struct Letter: Sendable {
    /// What causes it, such as `reset`.
    public let kind: String
    public let subject: String
    public let paragraphs: [String]
    public let action: Action?
    /// What stands below in small, such as how long the link is good for.
    public let note: String?
    /// How long it is worth sending; nil: as long as it takes.
    public let lifetime: Duration?

    /// A button that leads back to Kontor.
    public struct Action: Sendable {
        public let label: String
        /// Begins with `/`.
        public let path: String

        public init(_ label: String, path: String) {
            self.label = label
            self.path = path
        }
    }

    public init(
        _ kind: String, subject: String, paragraphs: [String], action: Action? = nil, note: String? = nil, lifetime: Duration? = nil
    ) {
        self.kind = kind
        self.subject = subject
        self.paragraphs = paragraphs
        self.action = action
        self.note = note
        self.lifetime = lifetime
    }
}

/// A letter as a page. Fills `templates/layouts/letter.mustache`.
struct LetterPage: Page {
    static let template = "layouts/letter"

    let language: String
    /// `ltr` or `rtl`.
    let direction: String
    let subject: String
    let paragraphs: [String]
    let label: String?
    /// The whole address the button leads to.
    let address: String?
    let note: String?
}

/// What surrounds a letter: nothing.
struct LetterFrame: Sendable {}

/// Makes mails of letters.
public struct Letters: Sendable {
    private let template: Template<LetterPage, LetterFrame>
    private let origin: String

    /// - Parameter origin: where people reach Kontor, e.g. `https://kontor.example`. A request's own `Host` is not asked: who sends
    ///   the request chooses it, and a link in a mail would lead wherever they like.
    /// - Throws: `TemplateError` when the letter does not fit its template.
    public init(_ templates: Templates, origin: String) throws(TemplateError) {
        template = try templates.bind(LetterPage.self, in: LetterFrame.self)
        self.origin = origin.hasSuffix("/") ? String(origin.dropLast()) : origin
    }

    /// The whole address of a path, which begins with `/`.
    public func address(_ path: String) -> String { origin + path }

    /// - Parameter voice: of whoever reads it.
    public func mail(_ letter: Letter, to recipient: EmailAddress, voice: Voice) throws -> Mail {
        let address = letter.action.map { self.address($0.path) }
        let subject = letter.subject.fitting(Mail.longestSubject)
        let page = LetterPage(
            language: voice.language.rawValue, direction: voice.language.direction, subject: subject, paragraphs: letter.paragraphs,
            label: letter.action?.label, address: address, note: letter.note)
        let html = try template.render(page, in: LetterFrame(), language: voice.edition)
        let action = letter.action.flatMap { action in address.map { "\(action.label):\n\($0)" } }
        return Mail(
            id: ID<Mail>(), kind: letter.kind, recipient: recipient, language: voice.language.rawValue, subject: subject,
            plain: (letter.paragraphs + [action, letter.note].compactMap { $0 }).joined(separator: "\n\n") + "\n",
            html: String(decoding: html, as: UTF8.self), lifetime: letter.lifetime)
    }
}

extension String {
    /// In one line, and as many whole characters of it as fit into so many bytes.
    fileprivate func fitting(_ most: Int) -> String {
        var text = "", bytes = 0
        for character in self {
            let shown = character.isNewline ? " " : character
            bytes += String(shown).utf8.count
            guard bytes <= most else { break }
            text.append(shown)
        }
        return text
    }
}
