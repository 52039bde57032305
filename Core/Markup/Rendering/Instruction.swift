/// A step of rendering: first the literal bytes before it, then what it does.
struct Instruction: Sendable {
    enum Operation: UInt8 {
        /// Append a value: escaped text, digits, `true` or `false`, markup, a word.
        case text, integer, truth, html, word
        /// Append text unescaped: only what tests bind can ask for it.
        case rawText
        /// Go to `target` when there is no value; `test` tells.
        case unlessSome, unlessSomeText
        /// Go to `target` when a condition does not, or does, hold.
        case unlessTrue, ifTrue, unlessText, ifText, unlessHTML, ifHTML, ifElements
        case jump
        /// Put a list's first element into `loop`, or go to `target` when there is none.
        case each
        /// Put the next element into `loop` and go to `target`, or go on after the last.
        case next
        /// Append the indentation of the partial this is called from.
        case indent
        case call, exit
        /// Only the literal.
        case literal
    }

    var operation: Operation
    /// The register whose address, with `offset` added, is where the value lies.
    var register: UInt16 = 0
    /// The register of a loop's element.
    var loop: UInt16 = 0
    var offset: Int32 = 0
    /// The instruction to go to.
    var target: Int32 = 0
    /// An index into the program's tests, lists, words or calls; for `next` the elements' distance.
    var index: Int32 = 0
    var literalStart: UInt32 = 0
    var literalCount: UInt32 = 0
}
