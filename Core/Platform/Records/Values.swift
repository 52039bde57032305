/// What is declared field by field: a record, or the input of a command.
public protocol Fielded: Sendable {
    /// With what a form begins.
    init()
}

/// The values of all fields: the declared ones in the record, and those a business added itself.
public struct Values<R: Fielded>: Sendable {
    public var record: R
    /// In the plain form of their kind, by the fields' names; a field that is empty is not there.
    public internal(set) var custom: [String: String]

    public init(_ record: R = R(), custom: [String: String] = [:]) {
        self.record = record
        self.custom = custom
    }
}
