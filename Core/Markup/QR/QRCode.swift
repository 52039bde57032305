/// A QR code (ISO/IEC 18004): text in bytes, with error correction of level M, which mends 15 %.
public struct QRCode: Sendable {
    /// How many modules a side has.
    public let size: Int
    private let modules: [Bool]

    /// - Returns: nil for more bytes than the largest one holds, 2,331.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let version = QRVersion.fitting(bytes.count) else { return nil }
        let codewords = QRCodewords(bytes, version).interleaved
        var drawing = QRDrawing(version)
        drawing.fill(codewords)
        let masked = (0..<8).map { drawing.masked($0) }
        let best = masked.min { $0.penalty < $1.penalty } ?? drawing
        size = best.size
        modules = best.modules
    }

    /// Whether the module is dark.
    /// - Parameters:
    ///   - x: from the left, below `size`.
    ///   - y: from the top, below `size`.
    public subscript(x: Int, y: Int) -> Bool { modules[y * size + x] }

    /// An image with the quiet zone around it, black on white whatever the page's colours: not every reader takes the reverse.
    /// - Parameter label: read aloud instead of it.
    public func svg(label: String) -> HTML {
        let side = size + 8
        var path = ""
        for y in 0..<size {
            var x = 0
            while x < size {
                let start = x
                while x < size, self[x, y] { x += 1 }
                if x > start { path += "M\(start + 4) \(y + 4)h\(x - start)v1h-\(x - start)z" } else { x += 1 }
            }
        }
        return HTML(bytes: Array("""
            <svg class="qr" role="img" aria-label="\(escaped(label))" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
            <rect width="\(side)" height="\(side)" fill="#fff"/><path d="\(path)" fill="#000"/></svg>
            """.utf8))
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
