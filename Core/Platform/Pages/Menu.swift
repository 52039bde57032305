/// A group of entries in a portal's menu, under a heading or under none.
public struct Menu: Sendable {
    public let title: String?
    public let entries: [MenuEntry]

    public init(_ title: String? = nil, entries: [MenuEntry]) {
        self.title = title
        self.entries = entries
    }
}

/// One place a portal's menu leads to.
public struct MenuEntry: Sendable {
    public let label: String
    public let path: String
    /// A symbol of `static/images/icons.svg`.
    public let icon: String
    /// Whether the page shown is at or below this place.
    public let isCurrent: Bool
    /// Keys that lead here, e.g. `g h`.
    public let shortcut: String?

    public init(
        _ label: String, path: String, icon: String = "folder", isCurrent: Bool = false,
        shortcut: String? = nil
    ) {
        self.label = label
        self.path = path
        self.icon = icon
        self.isCurrent = isCurrent
        self.shortcut = shortcut
    }
}

/// A step on the way back from a page, outermost first.
public struct Crumb: Sendable {
    public let label: String
    public let path: String

    public init(_ label: String, path: String) {
        self.label = label
        self.path = path
    }
}

/// The same page in a language.
public struct LanguageLink: Sendable {
    /// A language tag, e.g. `ar`.
    public let code: String
    /// The language's own name for itself, e.g. `العربية`.
    public let name: String
    public let path: String

    public init(code: String, name: String, path: String) {
        self.code = code
        self.name = name
        self.path = path
    }
}
