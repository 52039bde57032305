extension Form {
    /// Reads the parameters of a call, each of which may be given once.
    /// - Parameter take: takes one; returns what is wrong with it.
    /// - Throws: `InvalidInput` (400) with all that is wrong.
    func parameters(_ take: (_ name: String, _ value: String) -> Phrase?) throws(InvalidInput) {
        var problems: [InvalidInput.Problem] = [], seen: Set<String> = []
        for (name, value) in fields {
            if !seen.insert(name).inserted { problems.append(.init(name, "api.problems.twice")) }
            if let problem = take(name, value) { problems.append(.init(name, problem)) }
        }
        guard problems.isEmpty else { throw InvalidInput(problems, status: .badRequest) }
    }
}

extension Int {
    /// Takes how much a call asks for.
    /// - Returns: what is wrong with it; then it stays as it is.
    mutating func take(limit text: String, most: Int) -> Phrase? {
        guard let number = Int(text), (1...most).contains(number) else { return Phrase("api.problems.limit", ["most": .number(most)]) }
        self = number
        return nil
    }
}
