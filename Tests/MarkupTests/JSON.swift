/// Data of a case, as its file says it.
enum JSON: Decodable, Sendable {
    case null, bool(Bool), int(Int), text(String), list([JSON]), object([String: JSON])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() { self = .null }
        else if let bool = try? value.decode(Bool.self) { self = .bool(bool) }
        else if let int = try? value.decode(Int.self) { self = .int(int) }
        else if let double = try? value.decode(Double.self) { self = .text("\(double)") }
        else if let text = try? value.decode(String.self) { self = .text(text) }
        else if let list = try? value.decode([JSON].self) { self = .list(list) }
        else { self = .object(try value.decode([String: JSON].self)) }
    }
}
