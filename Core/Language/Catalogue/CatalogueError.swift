/// All that is wrong with the texts of a folder, so that they can be put right in one go.
public struct CatalogueError: Error, Sendable, Equatable, CustomStringConvertible {
    public struct Problem: Sendable, Equatable, CustomStringConvertible {
        /// As the folder was given: `templates/crm/texts/es.yaml`.
        public let file: String
        /// Counted from 1; nil when the problem is what the file lacks.
        public let line: Int?
        /// What is wrong and what to do about it.
        public let message: String

        public var description: String {
            line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
        }
    }

    /// In the order of files, then lines.
    public let problems: [Problem]

    /// One line for each problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
