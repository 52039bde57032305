extension Link {
    /// A letter to that address. Whatever could end the address and begin a header is escaped (RFC 6068 §2).
    public static func mail(to address: String) -> Link {
        // Nearly every address is plain, and lists link to hundreds.
        if address.utf8.allSatisfy(isPlain) { return Link("mailto:", address) }
        let parts = address.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        return Link("mailto:", parts.map { urlEscaped(String($0)) }.joined(separator: "@"))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "@"), UInt8(ascii: "."),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"): true
        default: false
        }
    }
}
