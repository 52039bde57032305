/// A header's value and its parameters: `form-data; name="file"` (RFC 9110 §5.6.6).
struct HeaderValue {
    let value: String
    /// The first of each name, in lower case.
    private(set) var parameters: [String: String] = [:]

    init(_ text: String) {
        var rest = text.unicodeScalars[...]
        value = trimmed(String(Substring(Self.take(from: &rest) { $0 != ";" })))
        while rest.popFirst() != nil {
            let name = trimmed(String(Substring(Self.take(from: &rest) { $0 != "=" && $0 != ";" }))).lowercased()
            guard rest.first == "=" else { continue }
            rest.removeFirst()
            let value = Self.parameter(from: &rest)
            if parameters[name] == nil { parameters[name] = value }
        }
    }

    private static func take(
        from rest: inout Substring.UnicodeScalarView, while isWanted: (Unicode.Scalar) -> Bool
    ) -> Substring.UnicodeScalarView {
        let taken = rest.prefix(while: isWanted)
        rest = rest[taken.endIndex...]
        return taken
    }

    /// A token, or a quoted string. Browsers write a quotation mark within as `%22` (WHATWG HTML,
    /// multipart/form-data encoding), other programs as `\"`; a backslash before anything else is itself.
    private static func parameter(from rest: inout Substring.UnicodeScalarView) -> String {
        _ = take(from: &rest) { $0 == " " || $0 == "\t" }
        guard rest.first == "\"" else { return trimmed(String(Substring(take(from: &rest) { $0 != ";" }))) }
        rest.removeFirst()
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst(), scalar != "\"" {
            if scalar == "\\", rest.first == "\"" { rest.removeFirst(); text.append("\"") } else { text.append(scalar) }
        }
        _ = take(from: &rest) { $0 != ";" }
        return String(text).replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: " ")
    }
}
