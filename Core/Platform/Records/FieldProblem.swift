/// What is wrong with a field, said beside it.
public struct FieldProblem: Error, Sendable, Equatable {
    public let phrase: Phrase
    /// Where in its lines, where it is about some of them.
    let cells: [Cell]

    public init(_ phrase: Phrase) { self.init(phrase, cells: []) }

    init(_ phrase: Phrase, cells: [Cell]) {
        self.phrase = phrase
        self.cells = cells
    }

    struct Cell: Sendable, Equatable {
        /// Behind the field's own: `/2/quantity`, lines counted from 0.
        let place: String
        let phrase: Phrase

        init(_ place: String, _ phrase: Phrase) {
            self.place = place
            self.phrase = phrase
        }
    }
}
