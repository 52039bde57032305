import Postgres

/// Something a business decides about a module, on its settings page. Its words are the
/// catalogue's `<module>.settings.<name>`, and its choices' `<module>.choices.<name>.<value>`.
public struct Setting<Value: FieldValue>: Sendable {
    /// `<module>.<name>`.
    public let name: String
    /// What holds until a business decides otherwise.
    public let standard: Value

    public init(_ name: String, standard: Value) {
        self.name = name
        self.standard = standard
    }
}

extension Scope {
    /// What this business decided, or the standard.
    public func value<Value>(of setting: Setting<Value>) async throws -> Value {
        let stored = try await db.first("select value from settings where name = \(setting.name)") { row in try row.next(String.self) }
        let reading = Reading(voice: voice, choices: AnySetting(setting).choices)
        // A value that an older module stored and this one no longer knows counts as none.
        return stored.flatMap { try? Value.parse($0, reading) } ?? setting.standard
    }
}

/// A setting whatever its type, as the settings page needs it.
public struct AnySetting: Sendable {
    public let name: String
    public let kind: FieldKind
    /// As a form holds it.
    public let standard: String
    private let parse: @Sendable (String, Reading) throws(FieldProblem) -> String

    public init<Value>(_ setting: Setting<Value>) {
        name = setting.name
        kind = Value.kind
        standard = setting.standard.plain
        parse = { text, reading throws(FieldProblem) in try Value.parse(text, reading).plain }
    }

    /// The catalogue's key of its label.
    public var label: String { parts.joined(separator: ".settings.") }
    var choices: String { parts.joined(separator: ".choices.") }
    private var parts: [String] { name.split(separator: ".", maxSplits: 1).map(String.init) }

    /// Reads what was typed into what is stored.
    public func taken(_ text: String, _ voice: Voice) throws(FieldProblem) -> String {
        let text = trimmed(text)
        guard !text.isEmpty else { throw FieldProblem("platform.problems.required") }
        return try parse(text, Reading(voice: voice, choices: choices))
    }

    /// The question on the settings page.
    /// - Parameter value: as it is stored, or as it was typed.
    public func field(_ value: String, problem: Phrase?, _ voice: Voice) -> FormField {
        FormField(name, label: voice.say(Phrase(label)), error: problem.map(voice.say), isRequired: true, input(value, voice))
    }

    private func input(_ value: String, _ voice: Voice) -> FormField.Input {
        switch kind {
        case .choice(let values):
            .choice(.init(values.map { Choice($0, voice.say(Phrase("\(choices).\($0)")), isSelected: $0 == value) }))
        case .yesNo:
            .choice(.init([
                Choice("true", voice.say("platform.values.yes"), isSelected: value == "true"),
                Choice("false", voice.say("platform.values.no"), isSelected: value != "true"),
            ]))
        default:
            .text(.init(.text, value, maxLength: 200))
        }
    }
}

/// What a business decided, by the settings' names.
public struct BusinessSettings: Sendable {
    let scope: Scope
    public init(in scope: Scope) { self.scope = scope }

    /// All that were ever decided.
    public func all() async throws -> [String: String] {
        let pairs = try await scope.db.rows("select name, value from settings") { row in
            (try row.next(String.self), try row.next(String.self))
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    /// Stores decisions, as `AnySetting.taken` reads them, in one statement.
    public func statement(_ values: [String: String]) -> SQL {
        let pairs = values.sorted { $0.key < $1.key }
        return """
            insert into settings (name, value)
            select * from unnest(\(pairs.map(\.key)), \(pairs.map(\.value)))
            on conflict (business_id, name) do update set value = excluded.value, updated_at = now()
            """
    }
}
