/// What stands above a list's columns.
struct ListHeaders<R: Record> {
    let kind: RecordKind<R>
    let words: ListWords
    let voice: Voice

    init(kind: RecordKind<R>, voice: Voice) {
        self.kind = kind
        self.voice = voice
        words = .of(kind, voice)
    }

    /// Headers that sort nothing.
    var plain: [Table.Column] { columns { Table.Column($1, isNumeric: $0.kind.isNumeric) } }

    /// Headers that lead to the same list in another order.
    func sorting(_ query: Form, _ request: ListRequest<R>) -> [Table.Column] {
        guard query.fields.isEmpty else { return made(query, request) }
        return kind.keeping("headers", voice) { made(query, request) }
    }

    private func made(_ query: Form, _ request: ListRequest<R>) -> [Table.Column] {
        columns { field, label in
            guard field.has(.sortable) else { return Table.Column(label, isNumeric: field.kind.isNumeric) }
            let isSorted = request.sort?.field.name == field.name
            let isDescending = isSorted ? request.sort?.isDescending : nil
            let next = isDescending == false ? "-\(field.name)" : field.name
            return Table.Column(
                label, sortPath: "\(kind.path)?\(query.with("sort", next).urlEncoded)",
                isDescending: isDescending, isNumeric: field.kind.isNumeric)
        }
    }

    private func columns(_ column: (Field<R>, String) -> Table.Column) -> [Table.Column] {
        let first = kind.listed.title.map { [column($0, words.titleLabel)] } ?? []
        return first + zip(kind.listed.others, words.labels).map(column) 
            + (kind.listed.hasCreated ? [Table.Column(words.created)] : [])
    }
}
