/// A browser and its system by their names, as far as they can be told from what the browser calls itself (RFC 9110 §10.1.5).
/// Browsers pretend to be each other, so the order matters.
public struct DeviceName: Sendable, Equatable {
    /// E.g. `Firefox`.
    public let browser: String?
    /// E.g. `Windows`.
    public let system: String?

    public init(_ agent: String) {
        func first(_ known: [(mark: String, name: String)]) -> String? { known.first { agent.contains($0.mark) }?.name }
        browser = first(Self.browsers)
        system = first(Self.systems)
    }

    private static let browsers = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Vivaldi/", "Vivaldi"), ("YaBrowser/", "Yandex"),
        ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"),
        ("Chromium/", "Chromium"), ("Safari/", "Safari"), ("curl/", "curl"),
    ]

    private static let systems = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
        ("Macintosh", "macOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"), ("FreeBSD", "FreeBSD"),
    ]

    /// E.g. `Firefox on Windows`.
    public var phrase: Phrase {
        switch (browser, system) {
        case (let browser?, let system?): Phrase("security.devices.on", ["browser": .text(browser), "system": .text(system)])
        case (let name?, nil), (nil, let name?): Phrase("platform.values.text", ["text": .text(name)])
        case (nil, nil): "security.devices.unknown"
        }
    }
}
