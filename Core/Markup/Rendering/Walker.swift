/// Runs a program over a page: one step after the other, values read where they lie.
struct Walker: ~Copyable {
    /// Where a value lies and, for a list's element, how many follow.
    struct Register {
        var address: UnsafeRawPointer
        var following = 0
    }

    private let program: Program
    var out: Output

    init(_ program: Program, into out: consuming Output) {
        self.program = program
        self.out = out
    }

    mutating func run(page: UnsafeRawPointer, frame: UnsafeRawPointer) {
        withRegisters(page) { walker, registers in
            registers[0].address = frame
            registers[1].address = page
            walker.walk(from: 0, registers, indent: [])
        }
    }

    private mutating func withRegisters(
        _ any: UnsafeRawPointer, _ body: (inout Walker, UnsafeMutablePointer<Register>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: Register.self, capacity: program.registers) { registers in
            registers.initialize(repeating: Register(address: any))
            guard let base = registers.baseAddress else { return }
            body(&self, base)
        }
    }

    /// The loop everything runs in: long, because a call for each step would cost more than most of them.
    private mutating func walk(from entry: Int, _ registers: UnsafeMutablePointer<Register>, indent: [UInt8]) {
        guard let code = program.code.baseAddress, let literals = program.literals.baseAddress else { return }
        var at = code + entry
        while true {
            let step = at.pointee
            at += 1
            if step.literalCount > 0 {
                out.append(padded: literals + Int(step.literalStart), count: Int(step.literalCount))
            }
            let address = registers[Int(step.register)].address + Int(step.offset)
            switch step.operation {
            case .literal: break
            case .text: address.withText { out.append(escaped: $0) }
            case .rawText: address.withText { out.append($0) }
            case .integer: out.append(address.integer)
            case .truth: append(address.truth ? "true" : "false")
            case .html: address.withHTML { out.append($0) }
            case .word: append(word: program.words[Int(step.index)](address))
            case .unlessSome: if !program.tests[Int(step.index)](address) { at = code + Int(step.target) }
            case .unlessSomeText: if !address.isSomeText { at = code + Int(step.target) }
            case .unlessTrue: if !address.truth { at = code + Int(step.target) }
            case .ifTrue: if address.truth { at = code + Int(step.target) }
            case .unlessText: if address.isEmptyText { at = code + Int(step.target) }
            case .ifText: if !address.isEmptyText { at = code + Int(step.target) }
            case .unlessHTML: if address.isEmptyHTML { at = code + Int(step.target) }
            case .ifHTML: if !address.isEmptyHTML { at = code + Int(step.target) }
            case .ifElements: if program.lists[Int(step.index)](address).count > 0 { at = code + Int(step.target) }
            case .jump: at = code + Int(step.target)
            case .each:
                let elements = program.lists[Int(step.index)](address)
                if let first = elements.first, elements.count > 0 {
                    registers[Int(step.loop)] = Register(address: first, following: elements.count - 1)
                } else {
                    at = code + Int(step.target)
                }
            case .next:
                let loop = registers + Int(step.loop)
                if loop.pointee.following > 0 {
                    loop.pointee.following -= 1
                    loop.pointee.address += Int(step.index)
                    at = code + Int(step.target)
                }
            case .indent: indent.withUnsafeBufferPointer { out.append($0) }
            case .call: call(program.calls[Int(step.index)], registers, indent: indent)
            case .exit: return
            }
        }
    }

    private mutating func call(_ call: Program.Call, _ outer: UnsafeMutablePointer<Register>, indent: [UInt8]) {
        let indent = call.inheritsIndent ? indent + call.indent : call.indent
        withRegisters(outer[0].address) { walker, registers in
            for (index, value) in call.values.enumerated() {
                registers[index].address = outer[value.register].address + value.offset
            }
            walker.walk(from: walker.program.entries[call.subroutine], registers, indent: indent)
        }
    }

    private mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { out.append($0) }
    }

    private mutating func append(word: String) {
        var word = word
        word.withUTF8 { out.append(escaped: $0) }
    }
}
