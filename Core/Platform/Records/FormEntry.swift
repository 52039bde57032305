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
            if let problem = fileProblem(field, form) { problems[field.name] = problem; continue }
            guard let text = form[field.name] else {
                if field.has(.required), field.plain(values).isEmpty { problems[field.name] = "platform.problems.required" }
                continue
            }
            do {
                try field.take(text, kind.reading(field, voice), into: &values)
            } catch {
                problems[field.name] = error.phrase
                for cell in error.cells { problems[field.name + cell.place] = cell.phrase }
            }
        }
        return problems
    }

    /// With the boxes that are not checked, of which a browser sends nothing, and with one text for each field that has
    /// several inputs. Doing it again changes nothing.
    func complete(_ form: Form) -> Form {
        kind.editable.reduce(form) { form, field in
            let name = field.name
            switch field.kind {
            case .yesNo: return form[name] == nil ? form.adding(name, "false") : form
            case .choices:
                let chosen = form.all(name)
                return chosen.count < 2 ? form : form.with(name, chosen.filter { !$0.isEmpty }.joined(separator: ", "))
            case .lines(let work):
                guard let work = work as? any LineForms, form.fields.contains(where: { $0.name.hasPrefix(name + ".") }) else { return form }
                let rest = Form(form.fields.filter { !$0.name.hasPrefix(name + ".") })
                return rest.with(name, work.gathered(name, form, voice, "\(kind.key).\(name)"))
            default: return form
            }
        }
    }

    /// What a form shows of a record.
    func form(of values: Values<K.Subject>) -> Form {
        Form(kind.editable.map { ($0.name, $0.typed(values, kind.reading($0, voice))) })
    }
}
