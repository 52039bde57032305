import Testing

@testable import Markup

@Suite("A QR code")
struct DrawingQRCodes {
    /// As other programs draw it; the browser tests read what ours draws.
    @Test("of one text has the size its length asks for, and its corners")
    func corners() throws {
        for (count, size) in [(1, 21), (14, 21), (15, 25), (26, 25), (27, 29), (180, 53), (181, 57), (2_331, 177)] {
            let code = try #require(QRCode(String(repeating: "a", count: count)))
            try #require(code.size == size)
            for (x, y) in [(0, 0), (size - 7, 0), (0, size - 7)] {
                for place in 0..<7 { #expect(code[x + place, y] && code[x, y + place] && code[x + 3, y + 3]) }
                #expect(!code[x + 1, y + 1])
            }
            #expect(code[8, size - 8], "the dark module")
        }
        #expect(QRCode(String(repeating: "a", count: 2_332)) == nil)
    }

    /// The example of ISO/IEC 18004 annex I has its codewords in another mode; this one is Thonky's, of 16 codewords at level M.
    @Test("mends itself by Reed and Solomon's codewords")
    func mending() {
        let data: [UInt8] = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17]
        #expect(ReedSolomon.remainder(data, ReedSolomon.divisor(10)) == [196, 35, 39, 119, 235, 215, 231, 226, 93, 23])
    }

    @Test("is an image that is read aloud and escapes its words")
    func image() throws {
        let svg = try #require(QRCode("x")).svg(label: "a \"b\" <c> & d").description
        #expect(svg.hasPrefix("<svg class=\"qr\" role=\"img\" aria-label=\"a &quot;b&quot; &lt;c> &amp; d\" viewBox=\"0 0 29 29\""))
    }
}
