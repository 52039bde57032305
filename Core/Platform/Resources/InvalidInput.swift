public import HTTPTypes

/// What a program sent cannot be taken, and why, all at once.
public struct InvalidInput: UserFacingError, Equatable {
    public let problems: [Problem]
    public let status: HTTPResponse.Status

    public struct Problem: Sendable, Equatable {
        /// Where it stands in the body (RFC 6901), such as `/create/3/email`; a parameter of the query by its name.
        public let pointer: String
        public let phrase: Phrase

        public init(_ pointer: String, _ phrase: Phrase) {
            self.pointer = pointer
            self.phrase = phrase
        }
    }

    public init(_ problems: [Problem], status: HTTPResponse.Status = .unprocessableContent) {
        self.problems = problems
        self.status = status
    }

    public init(_ pointer: String, _ phrase: Phrase, status: HTTPResponse.Status = .unprocessableContent) {
        self.init([Problem(pointer, phrase)], status: status)
    }

    public var message: Phrase { Phrase("api.problems.invalid", ["count": .number(problems.count)]) }
}

/// Somebody saved another version than the one the change was made from.
public struct WrongVersion: UserFacingError, Equatable {
    public var status: HTTPResponse.Status { .preconditionFailed }
    public var message: Phrase { "api.problems.version" }
}

/// A part of a pointer, as RFC 6901 §3 escapes it.
func pointer(_ parts: String...) -> String {
    parts.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
}
