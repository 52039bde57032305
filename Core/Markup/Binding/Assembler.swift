/// Writes a program, literal bytes joined as far as possible.
struct Assembler {
    private(set) var code: [Instruction] = []
    private(set) var literals: [UInt8] = []
    private(set) var tests: [Shape.Test] = []
    private(set) var lists: [Shape.Open] = []
    private(set) var words: [Shape.Word] = []
    private(set) var registers = 0
    /// Where the literal bytes no instruction has taken yet begin.
    private var taken = 0

    mutating func literal(_ bytes: [UInt8]) {
        literals += bytes
    }

    /// - Returns: the instruction's index, to give it its target later.
    @discardableResult
    mutating func emit(
        _ operation: Instruction.Operation, _ place: Place? = nil, loop: Int = 0, target: Int = 0, index: Int = 0
    ) -> Int {
        registers = max(registers, loop + 1)
        code.append(Instruction(
            operation: operation, register: UInt16(place?.register ?? 0), loop: UInt16(loop),
            offset: Int32(place?.offset ?? 0), target: Int32(target), index: Int32(index),
            literalStart: UInt32(taken), literalCount: UInt32(literals.count - taken)
        ))
        taken = literals.count
        return code.count - 1
    }

    mutating func test(_ test: @escaping Shape.Test) -> Int {
        tests.append(test)
        return tests.count - 1
    }

    mutating func list(_ open: @escaping Shape.Open) -> Int {
        lists.append(open)
        return lists.count - 1
    }

    mutating func word(_ word: @escaping Shape.Word) -> Int {
        words.append(word)
        return words.count - 1
    }

    /// The index of the next instruction, as a target: literals so far belong before it.
    mutating func here() -> Int {
        if taken < literals.count { emit(.literal) }
        return code.count
    }

    /// Makes the instructions go to the next one.
    mutating func land(_ jumps: [Int]) {
        guard !jumps.isEmpty else { return }
        let here = here()
        for jump in jumps { code[jump].target = Int32(here) }
    }
}
