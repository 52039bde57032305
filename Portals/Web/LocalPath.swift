public import Platform

/// A path within this portal, fit to be sent to; nil for what may lead elsewhere. Byte by byte: to Swift a slash
/// and a mark that follows it are one character, to a browser they are two.
public func localPath(_ text: String?) -> String? {
    guard let text, text.utf8.first == UInt8(ascii: "/"), text.utf8.dropFirst().first != UInt8(ascii: "/"),
        text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
    else { return nil }
    return text
}

/// A path with its query, if it has one.
public func address(_ path: String, _ query: Form) -> String {
    query.fields.isEmpty ? path : "\(path)?\(query.urlEncoded)"
}
