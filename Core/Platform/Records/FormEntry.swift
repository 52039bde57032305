/// Moves values between a record and what a form holds of it.
struct FormEntry<R: Record>: Sendable {
    let kind: RecordKind<R>
    let voice: Voice

    /// Takes every field a person may edit. A field the form does not send stays as it is, but for
    /// a yes-or-no: an unchecked box sends nothing.
    /// - Returns: what is wrong, by field; the record holds only what is right.
    func take(_ form: Form, into record: inout R) -> [String: Phrase] {
        var problems: [String: Phrase] = [:]
        for field in kind.schema.editable {
            let isBox = if case .yesNo = field.kind { true } else { false }
            guard let text = form[field.name] ?? (isBox ? "false" : nil) else {
                if field.has(.required), field.plain(record).isEmpty { problems[field.name] = "platform.problems.required" }
                continue
            }
            do {
                try field.take(text, kind.reading(field, voice), into: &record)
            } catch {
                problems[field.name] = error.phrase
            }
        }
        return problems
    }

    /// What a form shows of a record.
    func form(of record: R) -> Form {
        Form(kind.schema.editable.map { ($0.name, $0.plain(record)) })
    }
}
