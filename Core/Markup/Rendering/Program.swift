import Synchronization

/// A template bound to its page, ready to run.
///
/// Sendable although it holds addresses: they are its own memory, written once in `init`, only
/// read afterwards and freed with the last reference.
final class Program: @unchecked Sendable {
    /// A call of a partial from within itself.
    struct Call: Sendable {
        struct Value: Sendable {
            let register: Int
            let offset: Int
        }

        let subroutine: Int
        /// What its first registers hold.
        let values: [Value]
        /// Whether its lines begin with what the caller's begin with, and what more.
        let inheritsIndent: Bool
        let indent: [UInt8]
    }

    let code: UnsafeMutableBufferPointer<Instruction>
    let literals: UnsafeMutableBufferPointer<UInt8>
    let tests: [Shape.Test]
    let lists: [Shape.Open]
    let words: [Shape.Word]
    let calls: [Call]
    let entries: [Int]
    let registers: Int
    /// What the next page will roughly take.
    private let room = Atomic<Int>(0)

    init(_ assembled: Assembler, calls: [Call], entries: [Int]) {
        code = .allocate(capacity: assembled.code.count)
        _ = code.initialize(from: assembled.code)
        let padded = assembled.literals + Array(repeating: 0, count: Output.slack)
        literals = .allocate(capacity: padded.count)
        _ = literals.initialize(from: padded)
        tests = assembled.tests
        lists = assembled.lists
        words = assembled.words
        self.calls = calls
        self.entries = entries
        registers = max(2, assembled.registers)
    }

    deinit {
        code.deinitialize().deallocate()
        literals.deinitialize().deallocate()
    }

    /// - Parameters: the addresses of values of the types it was bound to.
    func render(page: UnsafeRawPointer, frame: UnsafeRawPointer) -> [UInt8] {
        var overflow: [UInt8]?
        let room = room.load(ordering: .relaxed)
        let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            var walker = Walker(self, into: Output(buffer))
            walker.run(page: page, frame: frame)
            overflow = walker.out.overflow
            count = overflow == nil ? walker.out.count : 0
        }
        let rendered = overflow ?? bytes
        let needed = rendered.count + rendered.count / 8 + 64
        if room < rendered.count + Output.slack || room > 2 * needed { self.room.store(needed, ordering: .relaxed) }
        return rendered
    }
}
