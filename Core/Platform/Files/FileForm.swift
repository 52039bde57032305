import Postgres

/// Reads the form of a record that has files: each is stored as it arrives, and its id takes the place of the one before, so
/// that it is still there when something else of the form is not right.
struct FileForm<R: Record>: Sendable {
    let kind: RecordKind<R>
    let files: Files
    let scope: Scope

    private static var uploads: String { ".upload" }
    private static var removes: String { ".remove" }

    func read(_ request: Request) async throws -> Form {
        guard R.takesFiles else { return request.form }
        let fields = kind.takingFiles
        let found = try await UploadedForm(files: files, scope: scope).take(request, inputs: Set(fields.map { $0.name + Self.uploads }))
        var form = found.form
        for field in fields {
            form = form.with(field.name + fileProblemSuffix, nil)
            if form[field.name + Self.removes] != nil { form = form.with(field.name, "") }
            let input = field.name + Self.uploads
            if found.tooLarge.contains(input) { form = form.with(field.name + fileProblemSuffix, String(files.mostBytes >> 20)) }
            guard let file = found.files.last(where: { $0.input == input })?.file else { continue }
            if case .image = field.kind, !file.facts.isImage {
                form = form.with(field.name + fileProblemSuffix, "image")
            } else {
                form = form.with(field.name, file.facts.id.description)
            }
            form = form.with(field.name + Self.removes, nil)
        }
        return form
    }
}

/// What the files are called whose ids stand in a form: those that its record names, through its table, and those that this
/// member has just uploaded.
struct FileOptions<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    func query(_ typed: Form) -> Query<[ReferenceOption]> {
        let parts = kind.takingFiles.compactMap { field -> SQL? in
            guard let id = typed[field.name].flatMap(ID<StoredFile>.init), let column = field.columns.first else { return nil }
            return """
                select \(field.name)::text, f.id::text, f.name from files f
                 where f.id = \(id) and f.size is not null and f.removed_at is null and (
                       (f.record is null and f.uploaded_by = \(scope.member.id))
                       or exists (select from \(identifier: kind.table) r where r.id = f.record_id and r.\(identifier: column.name) = f.id))
                """
        }
        let none: SQL = "select ''::text, ''::text, ''::text where false"
        return .rows(parts.isEmpty ? none : parts.joined(separator: " union all ")) { row in
            ReferenceOption(field: try row.next(), id: try row.next(), title: try row.next())
        }
    }
}

/// What is wrong with the file that a form sent for a field; nil also where none was sent.
func fileProblem(_ field: Field<some Fielded>, _ form: Form) -> Phrase? {
    guard field.kind.isFile, let text = form[field.name + fileProblemSuffix] else { return nil }
    return Int(text).map { Phrase("platform.errors.too_large", ["limit": .number($0)]) } ?? "platform.files.no_image"
}

private let fileProblemSuffix = ".problem"
