import FoundationEssentials
import Platform

extension Voice {
    /// How long ago it was, as a fact; empty where it never was.
    func fact(_ label: String, _ moment: Date?) -> Fact {
        guard let moment else { return Fact(label, "") }
        return Fact(label, formats.relative(moment, to: Date()), moment: iso8601(moment))
    }

    /// How long ago it was, as a cell; empty where it never was.
    func cell(_ label: String, _ moment: Date?) -> Table.Cell {
        guard let moment else { return Table.Cell("", label: label) }
        return .moment(formats.relative(moment, to: Date()), iso8601(moment), label: label)
    }
}
