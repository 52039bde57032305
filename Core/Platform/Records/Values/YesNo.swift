extension Bool: FieldValue {
    public static var kind: FieldKind { .yesNo }

    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Bool {
        switch text.lowercased() {
        case "true", "yes", "on", "1", reading.voice.say("platform.values.yes").lowercased(): true
        case "false", "no", "off", "0", reading.voice.say("platform.values.no").lowercased(): false
        default: throw FieldProblem("platform.problems.yes_no")
        }
    }

    public func shown(_ reading: Reading) -> String {
        reading.voice.say(self ? "platform.values.yes" : "platform.values.no")
    }
    public var plain: String { self ? "true" : "false" }
    public var json: JSONValue { .bool(self) }

    public init?(plain: String) {
        guard plain == "true" || plain == "false" else { return nil }
        self = plain == "true"
    }

    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Bool {
        guard case .bool(let value) = json else { throw FieldProblem("platform.problems.json_yes_no") }
        return value
    }
}
