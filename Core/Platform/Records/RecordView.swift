/// A way to look at records besides their list. Said in a schema, by the name of the field that orders it.
public enum RecordView: Sendable, Equatable {
    /// A column for each value of a choice that is `.filterable` and always has a value. To move a record there is to
    /// change that field.
    case board(by: String)
    /// A month at a time, each record on its day; its table has an index on `(business_id, column, id)`.
    case calendar(by: String)

    /// The last part of its path and of its name's key.
    public var name: String {
        switch self {
        case .board: "board"
        case .calendar: "calendar"
        }
    }

    /// The field that orders it.
    public var field: String {
        switch self {
        case .board(let field), .calendar(let field): field
        }
    }

    /// What that field must be, for the author of the schema.
    var needs: String {
        switch self {
        case .board: "a choice that is .filterable, not optional and not .platform"
        case .calendar: "a date"
        }
    }

    func fits<R: Record>(_ field: Field<R>) -> Bool {
        switch self {
        case .board: field.isChoice && field.has(.filterable) && !field.isOptional && !field.has(.platform)
        case .calendar: field.isDate
        }
    }
}

extension Field {
    fileprivate var isChoice: Bool {
        if case .choice = kind { true } else { false }
    }

    fileprivate var isDate: Bool {
        if case .date = kind { true } else { false }
    }
}

extension Schema {
    /// Those that name no field, or one that cannot order them.
    var wrongViews: [RecordView] {
        views.filter { view in !fields.contains { $0.name == view.field && view.fits($0) } }
    }

    /// The field that orders the board; nil without one.
    var board: Field<R>? {
        for case .board(let name) in views { return fields.first { $0.name == name } }
        return nil
    }

    /// The field that orders the calendar; nil without one.
    var calendar: Field<R>? {
        for case .calendar(let name) in views { return fields.first { $0.name == name } }
        return nil
    }
}

/// The ways to look at records, to go from one to another.
struct ViewTabs<R: Record> {
    let kind: RecordKind<R>
    let voice: Voice

    /// - Parameters:
    ///   - query: what is searched and narrowed, which goes along.
    ///   - current: the view's name; nil for the list.
    /// - Returns: none where there is the list alone.
    func all(_ query: Form, current: String?) -> [Tab] {
        let views = R.schema.views.filter { kind.field($0.field) != nil }
        guard !views.isEmpty else { return [] }
        let kept = Form(query.fields.filter { field in
            ["q", "columns", "view"].contains(field.name) || kind.field(field.name)?.has(.filterable) == true
        }).urlEncoded
        let rest = kept.isEmpty ? "" : "?" + kept
        return [Tab(voice.say("platform.views.list"), path: kind.path + rest, isCurrent: current == nil)]
            + views.map { view in
                Tab(voice.say(Phrase("platform.views.\(view.name)")), path: "\(kind.path)/\(view.name)\(rest)", isCurrent: current == view.name)
            }
    }
}
