/// The words of a list that are the same for all who read it in one voice: said once, not for every page.
struct ListWords: Sendable {
    let title: String
    /// What the search field asks for; nil where nothing can be searched.
    let search: String?
    /// Of the first column, of those behind it, and of the last.
    let titleLabel: String, labels: [String], created: String
    /// Every filter, none of them on.
    let filters: [Filter]
    let restore, create, empty, emptyText, deleteChosen: String

    static func of<R: Record>(_ kind: RecordKind<R>, _ voice: Voice) -> ListWords {
        kind.keeping("list", voice) { ListWords(kind, voice) }
    }

    private init<R: Record>(_ kind: RecordKind<R>, _ voice: Voice) {
        func say(_ key: String) -> String {
            voice.say(Phrase("platform.list.\(key)", ["one": .phrase(kind.one), "many": .phrase(kind.many)]))
        }
        let searchable = kind.searchable.map { voice.say(kind.label($0)).lowercased() }
        title = voice.say(kind.many)
        search = searchable.isEmpty ? nil : voice.say(Phrase("platform.list.search", ["fields": .text(voice.formats.list(searchable))]))
        titleLabel = kind.listed.title.map { voice.say(kind.label($0)) } ?? ""
        labels = kind.listed.others.map { voice.say(kind.label($0)) }
        created = voice.say("platform.list.created")
        filters = Filters(kind: kind, voice: voice).all([:], chosen: [])
        restore = voice.say("platform.list.restore")
        create = say("create")
        (empty, emptyText) = (say("empty"), say("empty_text"))
        deleteChosen = say("delete_chosen")
    }
}
