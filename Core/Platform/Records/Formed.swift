/// What has a form: a kind of record, or a command.
protocol Formed: Sendable {
    associatedtype Subject: Fielded
    /// In the order of the form.
    var fields: [Field<Subject>] { get }
    /// Fields that are shown to who asks, but not written by them.
    var readOnly: Set<String> { get }
    /// Where the catalogue keeps its words.
    var key: String { get }
}

extension Formed {
    var readOnly: Set<String> { [] }

    /// The fields this person may fill in; the platform, or somebody else, writes the others.
    var editable: [Field<Subject>] { fields.filter(isEditable) }

    func isEditable(_ field: Field<Subject>) -> Bool { !field.has(.platform) && !readOnly.contains(field.name) }

    func field(_ name: String) -> Field<Subject>? { fields.first { $0.name == name } }

    func label(_ field: Field<Subject>) -> Phrase {
        field.custom.map { Phrase("platform.values.text", ["text": .text($0.label)]) } ?? Phrase("\(key).fields.\(field.name)")
    }

    /// What one of a field's choices is called.
    func choice(_ value: String, of field: Field<Subject>) -> Phrase {
        field.custom == nil ? Phrase("\(key).choices.\(field.name).\(value)") : Phrase("platform.values.text", ["text": .text(value)])
    }

    func reading(_ field: Field<Subject>, _ voice: Voice) -> Reading {
        Reading(voice: voice, choices: "\(key).choices.\(field.name)", lines: "\(key).\(field.name)")
    }
}
