import Foundation
import Platform
import Testing

@Suite("An id")
struct IDs {
    private let moment = Date(timeIntervalSince1970: 1_645_557_742.0)

    @Test("is a UUID of version 7: the example of RFC 9562, appendix A.6")
    func layout() {
        var bits = Bits(values: [0xCC3, 0x18C4_DC0C_0C07_398F])
        let id = ID<Int>(at: moment, using: &bits)
        #expect(id.description.hasPrefix("017f22e2-79b0-7"))
        #expect(id.uuid.uuid.6 >> 4 == 7 && id.uuid.uuid.8 >> 6 == 0b10)
    }

    @Test("always has the version, the variant and the time it was made at")
    func fields() {
        for _ in 0..<1_000 {
            let before = Date().timeIntervalSince1970 * 1_000
            let bytes = ID<Int>().uuid.uuid
            let after = Date().timeIntervalSince1970 * 1_000
            let time = [bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5].reduce(0.0) { $0 * 256 + Double($1) }
            #expect(bytes.6 >> 4 == 7 && bytes.8 >> 6 == 2)
            #expect(time >= before.rounded(.down) && time <= after)
        }
    }

    @Test("sorts by the time it was made at, as text, as bytes and as a value")
    func order() {
        var random = SystemRandomNumberGenerator()
        let ids = (0..<500).map { ID<Int>(at: moment + Double($0) / 500, using: &random) }
        #expect(ids == ids.sorted())
        #expect(ids.map(\.description) == ids.map(\.description).sorted())
        #expect(Set(ids).count == 500)
    }

    @Test("is the same before 1970 as at its start, and never crashes on a far day")
    func extremes() {
        var bits = Bits(values: [0])
        #expect(ID<Int>(at: .distantPast, using: &bits).description.hasPrefix("00000000-0000-7"))
        _ = ID<Int>(at: .distantFuture, using: &bits)
        _ = ID<Int>(at: Date(timeIntervalSince1970: 1e15), using: &bits)
    }

    @Test("is read in either case, and from nothing else")
    func text() {
        let id = ID<Int>()
        #expect(ID<Int>(id.description) == id && ID<Int>(id.description.uppercased()) == id)
        for wrong in ["", "1", "not-an-id", id.description + "0", String(id.description.dropLast()), "{\(id)}", id.description.replacing("-", with: ""),
            "+1+1+1+1-+1+1-+1+1-+1+1-+1+1+1+1+1+1", " 1 1 1 1- 1 1- 1 1- 1 1- 1 1 1 1 1 1", "0x0x0x0x-0x0x-0x0x-0x0x-0x0x0x0x0x0x",
            String(repeating: "1", count: 36), String(repeating: "-", count: 36), "1111-11111111-1111-1111-111111111111", "٣" + id.description.dropFirst(2),
        ] {
            #expect(ID<Int>(wrong) == nil)
        }
    }
}

/// Gives these, over and over.
private struct Bits: RandomNumberGenerator {
    let values: [UInt64]
    private var index = 0
    init(values: [UInt64]) { self.values = values }

    mutating func next() -> UInt64 {
        defer { index += 1 }
        return values[index % values.count]
    }
}
