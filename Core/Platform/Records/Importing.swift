/// The steps of an import.
struct Importing<R: Record>: Sendable {
    let kind: RecordKind<R>
    var routes: [Route<Scope>] { [] }
}
