extension Form {
    private static let began = "was."

    /// With what each field began with, sent along as `was.<field>`: from it one sees later what was changed.
    public func begun(with stored: Form) -> Form {
        Form(fields.filter { !$0.name.hasPrefix(Self.began) } + stored.fields.map { (Self.began + $0.name, $0.value) })
    }

    /// What the form began with, to be carried along unseen.
    public var beginnings: [HiddenValue] {
        fields.filter { $0.name.hasPrefix(Self.began) }.map { HiddenValue($0.name, $0.value) }
    }

    /// What a field began with; nil where the form does not say.
    func beginning(of field: String) -> String? { self[Self.began + field] }

    /// Brings in what somebody else saved after this form was opened. What was not changed here is as they left it;
    /// what only this person changed stays.
    /// - Returns: the form as if it had been opened now, and the fields that both changed, where mine still stands.
    public func merged(with theirs: Form) -> (form: Form, disputed: [String]) {
        var form = self, disputed: [String] = []
        for (name, value) in theirs.fields {
            guard let mine = self[name], !Self.isSame(mine, value) else { continue }
            let before = self[Self.began + name]
            if let before, Self.isSame(mine, before) {
                form = form.with(name, value)
            } else if before.map({ !Self.isSame(value, $0) }) ?? true {
                disputed.append(name)
            }
        }
        return (form.begun(with: theirs), disputed)
    }

    /// Browsers send other line ends than they were given.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        trimmed(one.replacing("\r\n", with: "\n")) == trimmed(other.replacing("\r\n", with: "\n"))
    }
}
