/// What a file is, as far as that can be trusted.
enum MediaType {
    /// Images that browsers may show, found by their first bytes alone: what a name says would let a page of somebody's own be
    /// opened as one of ours. SVG is none of them, because it is a document that can run scripts.
    static let images = ["image/png", "image/jpeg", "image/gif", "image/webp"]
    /// First bytes that `of` looks at.
    static let headLength = 16

    /// - Parameter head: the first bytes, 16 or all there are.
    static func of(_ head: [UInt8], named name: String) -> String {
        image(head) ?? known[name.split(separator: ".").dropFirst().last.map { $0.lowercased() } ?? ""] ?? "application/octet-stream"
    }

    /// By the signatures of the WHATWG's MIME Sniffing standard §6.1.
    private static func image(_ head: [UInt8]) -> String? {
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if head.starts(with: Array("GIF87a".utf8)) || head.starts(with: Array("GIF89a".utf8)) { return "image/gif" }
        if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).starts(with: Array("WEBPVP".utf8)) { return "image/webp" }
        return nil
    }

    /// By what comes behind the name's last dot; all of these are kept, never shown, so that a wrong one does no harm.
    private static let known = [
        "pdf": "application/pdf", "txt": "text/plain", "csv": "text/csv", "zip": "application/zip", "json": "application/json",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "doc": "application/msword", "xls": "application/vnd.ms-excel", "eml": "message/rfc822", "mp3": "audio/mpeg", "mp4": "video/mp4",
    ]
}

extension String {
    /// A file's name without what could lead elsewhere or deceive: folders before it, control characters, and marks that
    /// turn the order of letters, so that `exe.png` is not `gnp.exe`. `file` where nothing is left.
    init(fileName raw: String) {
        let last = raw.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last.map { Array($0) } ?? []
        let kept = last.filter { scalar in
            scalar.properties.generalCategory != .control && !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
        }
        var name = String(String.UnicodeScalarView(kept))
        while name.utf8.count > 200 { name = Self.shortened(name) }
        name = trimmed(name)
        self = name.allSatisfy { $0 == "." } ? "file" : name
    }

    /// By one character before what comes behind the last dot, where that is short.
    private static func shortened(_ name: String) -> String {
        let dot = name.lastIndex(of: ".").flatMap { name[$0...].utf8.count <= 12 ? $0 : nil } ?? name.endIndex
        return String(name[..<dot].dropLast()) + name[dot...]
    }
}
