import FoundationEssentials

/// The notes and files of a record, as its page shows them. Fills `templates/records/notes.mustache` and `files.mustache`.
public struct AttachedParts: Sendable {
    public let notes: [NoteLine]
    public let files: [FileLine]
    /// Where a note is added; nil when the member may not.
    public let notePath: String?
    /// What a new note is to be known by, so that a form sent twice adds one.
    public let newNoteID = ID<Note>().description
    /// Where files are added; nil when the member may not.
    public let filePath: String?
    /// Where older ones are; nil when all are shown.
    public let olderNotes: String?, olderFiles: String?
    /// Characters of a note at most.
    public let mostCharacters = Note.mostCharacters
    /// What may be uploaded, e.g. `20 MB each at most`.
    public let limit: String

    public struct NoteLine: Sendable {
        public let id: String
        public let author: String
        public let when: String
        /// The moment behind `when`, ISO 8601 in UTC.
        public let moment: String
        public let isEdited: Bool
        public let body: String
        /// nil when the member may not change it.
        public let editPath: String?, deletePath: String?
    }

    public struct FileLine: Sendable {
        public let name: String
        public let path: String
        /// The same where it is a picture.
        public let imagePath: String?
        /// E.g. `1.2 MB`.
        public let size: String
        public let addedBy: String
        public let when: String
        /// The moment behind `when`, ISO 8601 in UTC.
        public let moment: String
        /// nil when the member may not remove it.
        public let deletePath: String?
    }

    /// How many of each a page shows.
    static let most = 20

    /// - Parameters:
    ///   - notes: the newest first, with one too many where there are more; and so the files.
    init<R: Record>(_ notes: [Note], _ files: [Attachment], kind: RecordKind<R>, id: ID<R>, mostBytes: Int, scope: Scope) {
        let path = kind.path(id), mayEdit = scope.may(kind.permissions.edit), former = scope.say("platform.history.former")
        self.notes = notes.prefix(Self.most).map { note in
            let place = mayEdit && note.mayBeChanged(by: scope.member) ? "\(path)/notes/\(note.id)" : nil
            return NoteLine(
                id: note.id.description, author: note.authorName ?? former, when: scope.formats.relative(note.createdAt, to: scope.now),
                moment: iso8601(note.createdAt), isEdited: note.editedAt != nil, body: note.body,
                editPath: place.map { "\($0)/edit" }, deletePath: place.map { "\($0)/delete" })
        }
        self.files = files.prefix(Self.most).map { attached in
            FileLine(
                name: attached.file.name, path: attached.file.path, imagePath: attached.file.isImage ? attached.file.path : nil,
                size: scope.formats.bytes(attached.file.size), addedBy: attached.addedByName ?? former,
                when: scope.formats.relative(attached.createdAt, to: scope.now), moment: iso8601(attached.createdAt),
                deletePath: mayEdit ? "\(path)/attachments/\(attached.id)/delete" : nil)
        }
        notePath = mayEdit ? "\(path)/notes" : nil
        filePath = mayEdit ? "\(path)/attachments" : nil
        olderNotes = notes.count > Self.most ? "\(path)?notes_before=\(notes[Self.most - 1].id)#notes" : nil
        olderFiles = files.count > Self.most ? "\(path)?files_before=\(files[Self.most - 1].id)#files" : nil
        limit = scope.say(Phrase("platform.files.limit", ["size": .bytes(mostBytes)]))
    }
}
