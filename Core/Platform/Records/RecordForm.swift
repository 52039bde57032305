import FoundationEssentials

/// Makes the page with a record's form.
struct RecordForm<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope

    /// The records that the reference fields may refer to, those chosen in this form among them.
    func options(_ typed: Form) async throws -> [ReferenceOption] {
        let (records, files) = try await scope.db.fetch(
            ReferenceOptions(fields: kind.fields).query(typed), FileOptions(kind: kind, scope: scope).query(typed))
        return records + files
    }

    /// The form of a new record.
    func page(
        typed: Form, problems: [String: Phrase] = [:], options: [ReferenceOption], error: Phrase? = nil
    ) -> RecordFormPage {
        RecordFormPage(
            title: say("new"), crumbs: [list], action: kind.path, cancelPath: kind.path, submitLabel: say("create"),
            sections: sections(typed, problems, options), id: (typed["id"].flatMap(ID<R>.init) ?? ID<R>()).description,
            error: self.error(problems) ?? error.map(scope.say))
    }

    /// The form of a stored record. One that was deleted is restored with what is saved, by those who may.
    /// - Parameters:
    ///   - typed: what stands in the fields, with what they began with.
    ///   - version: the one they began with.
    func page(
        _ stored: Stored<R>, typed: Form, problems: [String: Phrase] = [:], version: Int,
        conflict: RecordFormPage.Conflict? = nil, options: [ReferenceOption]
    ) -> RecordFormPage {
        let path = kind.path(stored.record.id), isThere = stored.deletedAt == nil
        let restores = !isThere && scope.may(kind.permissions.delete)
        let gone = isThere ? nil : say(restores ? "deleted_restore" : "deleted")
        return RecordFormPage(
            title: stored.title, crumbs: isThere ? [list, Crumb(stored.title, path: path)] : [list],
            action: path, cancelPath: isThere ? path : kind.path, submitLabel: say(restores ? "restore_save" : "save"),
            sections: sections(typed, problems, options), version: String(version),
            hidden: typed.beginnings + (restores ? [HiddenValue("restore", "1")] : []),
            error: gone ?? error(problems), conflict: conflict)
    }

    func say(_ key: String) -> String { scope.say(phrase(key)) }

    func phrase(_ key: String) -> Phrase { Phrase("platform.form.\(key)", ["one": .phrase(kind.one)]) }

    private var list: Crumb { Crumb(scope.say(kind.many), path: kind.path) }

    private func sections(_ typed: Form, _ problems: [String: Phrase], _ options: [ReferenceOption]) -> [FormSection] {
        [FormSection(nil, FormFields(kind: kind, registry: registry, scope: scope).all(typed, problems, options))]
    }

    private func error(_ problems: [String: Phrase]) -> String? {
        problems.isEmpty ? nil : scope.say(Phrase("platform.form.problems", ["count": .number(problems.keys.count { !$0.contains("/") })]))
    }
}
