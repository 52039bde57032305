/// A mistake in a template, found when it is bound to its page, with what to do about it.
public struct TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's path, as the templates folder was given.
    public let file: String
    /// The line, counted from 1; 0 when the file as a whole is meant.
    public let line: Int
    /// One sentence or two: what is wrong and how to put it right.
    public let message: String

    init(_ file: String, _ line: Int, _ message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    /// `file:line: message`, the form editors turn into a link.
    public var description: String {
        line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)"
    }
}

/// The end of a sentence about a name that is not there: the one probably meant, and all there are.
func suggestion(for name: String, among names: [String]) -> String {
    let sorted = Set(names).sorted()
    let close = sorted.map { (name: $0, edits: edits(from: name, to: $0)) }.min { $0.edits < $1.edits }
    let guess = close.flatMap { $0.edits <= max(1, name.count / 2) ? " Did you mean “\($0.name)”?" : nil } ?? ""
    return guess + (sorted.isEmpty ? " There are none." : " There are: \(sorted.joined(separator: ", ")).")
}

/// The Levenshtein distance: insertions, deletions and replacements between two words.
private func edits(from a: String, to b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, character) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for j in b.indices {
            let replaced = diagonal + (character == b[j] ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
        }
    }
    return row[b.count]
}
