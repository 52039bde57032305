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

extension Records {
    /// Of new values those that this member may write; in the other fields what is stored. For commands that take values
    /// from elsewhere than a form.
    public func written(_ values: Values<R>, over stored: Values<R>) -> Values<R> {
        let seen = kind.seen(by: scope)
        var written = values
        for field in kind.fields where seen.field(field.name).map(seen.isEditable) != true { field.copy(stored, &written) }
        return written
    }
}
