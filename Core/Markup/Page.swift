/// What fills a template: a struct whose stored properties are the names its template may use.
///
/// A property is a `String`, `Int`, `Bool`, `HTML`, an enum whose raw values are strings, another
/// such struct, or an optional or array of any of them. The page turns values into words; the
/// template only places them.
public protocol Page: Sendable {
    /// The template's path in the templates folder, without its ending: `"crm/leads"` is
    /// `<folder>/crm/leads.mustache`.
    static var template: String { get }
}
