/// The search field over a list; it is sent as `q`.
public struct Search: Sendable {
    /// What is searched, e.g. `Search name or email`.
    public let label: String
    public let value: String

    public init(_ label: String, value: String = "") {
        self.label = label
        self.value = value
    }
}

/// One thing to narrow a list by.
public struct Filter: Sendable {
    public let name: String
    public let label: String
    /// The first has an empty value and the label's name, e.g. `Any segment`.
    public let options: [Choice]

    public init(_ name: String, label: String, options: [Choice]) {
        self.name = name
        self.label = label
        self.options = options
    }
}

/// One of several values to choose from.
public struct Choice: Sendable {
    public let value: String
    public let label: String
    public let isSelected: Bool

    public init(_ value: String, _ label: String, isSelected: Bool = false) {
        self.value = value
        self.label = label
        self.isSelected = isSelected
    }
}

/// A value a form carries along unseen.
public struct HiddenValue: Sendable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The button that starts something, e.g. `New customer`.
public struct ListAction: Sendable {
    public let label: String
    public let path: String

    public init(_ label: String, path: String) {
        self.label = label
        self.path = path
    }
}

/// The way to the rows before and after.
public struct Pager: Sendable {
    public let previousPath: String?
    public let nextPath: String?
    /// Which rows these are, ready to read, where that is known.
    public let text: String?

    public init(previousPath: String? = nil, nextPath: String? = nil, text: String? = nil) {
        self.previousPath = previousPath
        self.nextPath = nextPath
        self.text = text
    }
}
