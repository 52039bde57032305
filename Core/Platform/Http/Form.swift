/// The fields of a form or of a query, in the order they were sent. A name may come several times.
public struct Form: Sendable, Equatable {
    public private(set) var fields: [(name: String, value: String)]

    public init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    /// Reads `application/x-www-form-urlencoded` text (WHATWG URL §5.1): `+` is a space, `%` begins two hex digits.
    public init(urlEncoded bytes: some Sequence<UInt8>) {
        fields = []
        var name: [UInt8]?
        var text: [UInt8] = []
        func finish(_ fields: inout [(name: String, value: String)]) {
            guard name != nil || !text.isEmpty else { return }
            let (key, value) = name.map { ($0, text) } ?? (text, [])
            fields.append((Self.decoded(key), Self.decoded(value)))
        }
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "&"):
                finish(&fields)
                (name, text) = (nil, [])
            case UInt8(ascii: "=") where name == nil: (name, text) = (text, [])
            default: text.append(byte)
            }
        }
        finish(&fields)
    }

    /// The first value of that name, as it was sent.
    public subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The first value of that name without the white space around it; empty when there is none.
    public func text(_ name: String) -> String { self[name].map(trimmed) ?? "" }

    /// All values of that name.
    public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// The same fields with one name's values replaced (or removed, by nil), for links that change one thing.
    public func with(_ name: String, _ value: String?) -> Form {
        Form(fields.filter { $0.name != name } + (value.map { [(name, $0)] } ?? []))
    }

    /// The same fields and one more.
    func adding(_ name: String, _ value: String) -> Form { Form(fields + [(name, value)]) }

    /// The same fields, and those of another form whose names are not among them.
    public func filling(_ other: Form) -> Form {
        Form(fields + other.fields.filter { field in self[field.name] == nil })
    }

    /// After the reader chose between two versions: `keep.<field>=theirs` takes theirs.
    public func settled(theirs: Form) -> Form {
        theirs.fields.reduce(self) { form, field in
            self["keep.\(field.name)"] == "theirs" ? form.with(field.name, field.value) : form
        }
    }

    /// As it stands in a URL, without the question mark.
    public var urlEncoded: String {
        fields.map { "\(urlEscaped($0.name))=\(urlEscaped($0.value))" }.joined(separator: "&")
    }

    public static func == (one: Form, other: Form) -> Bool {
        one.fields.elementsEqual(other.fields) { $0.name == $1.name && $0.value == $1.value }
    }

    private static func decoded(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = hexDigit(bytes[index + 1]), let low = hexDigit(bytes[index + 2]) {
                text.append(high << 4 | low)
                index += 3
            } else {
                text.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986 §2.3.
public func urlEscaped(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            escaped.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            escaped += byte < 16 ? "%0" : "%"
            escaped += String(byte, radix: 16, uppercase: true)
        }
    }
    return escaped
}

/// Without the white space around it, the no-break and the Arabic marks of copied text included.
public func trimmed(_ text: String) -> String {
    guard let first = text.unicodeScalars.firstIndex(where: { !isBlank($0) }),
        let last = text.unicodeScalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(text.unicodeScalars[first...last])
}

private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200E}" || scalar == "\u{200F}"
}
