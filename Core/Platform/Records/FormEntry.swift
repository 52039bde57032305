/// Moves values between a record and what a form holds of it.
struct FormEntry<K: Formed>: Sendable {
    let kind: K
    let voice: Voice

    /// Takes every field a person may edit. A field the form does not send stays as it is, but for a yes-or-no.
    /// - Returns: what is wrong, by field; they hold only what is right.
    func take(_ form: Form, into values: inout Values<K.Subject>) -> [String: Phrase] {
        var problems: [String: Phrase] = [:]
        let form = complete(form)
        for field in kind.editable {
            guard let text = form[field.name] else {
                if field.has(.required), field.plain(values).isEmpty { problems[field.name] = "platform.problems.required" }
                continue
            }
            do {
                try field.take(text, kind.reading(field, voice), into: &values)
            } catch {
                problems[field.name] = error.phrase
            }
        }
        return problems
    }

    /// With the boxes that are not checked, of which a browser sends nothing.
    func complete(_ form: Form) -> Form {
        form.filling(Form(kind.editable.compactMap { field in
            if case .yesNo = field.kind { (field.name, "false") } else { nil }
        }))
    }

    /// What a form shows of a record.
    func form(of values: Values<K.Subject>) -> Form {
        Form(kind.editable.map { ($0.name, $0.typed(values, kind.reading($0, voice))) })
    }
}
