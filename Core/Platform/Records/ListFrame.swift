/// What the list, the board and the calendar of records have in common around what they show.
struct ListFrame<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope
    let page: SavedView.Page
    /// What it was asked for, with the columns in one name.
    let query: Form
    /// Those this member sees.
    let views: [SavedView]

    var tabs: [Tab] {
        guard query.fields.isEmpty else { return allTabs }
        return kind.keeping("tabs of the \(page.rawValue)", scope.voice) { allTabs }
    }

    private var allTabs: [Tab] { ViewTabs(kind: kind, voice: scope.voice).all(query, current: page == .list ? nil : page.rawValue) }

    /// Where this member's list opens, when it is not asked for anything.
    var first: String? { views.first(where: \.isFirst).map(path) }

    /// What a form carries along of the query.
    func hidden(_ names: [String]) -> [HiddenValue] {
        names.compactMap { name in
            (query[name] ?? (name == "view" && first != nil ? "all" : nil)).map { HiddenValue(name, $0) }
        }
    }

    /// What is left of the query without the search, the filters and the view.
    var cleared: Form {
        let all: [(name: String, value: String)] = query["view"] != nil || first != nil ? [("view", "all")] : []
        return Form(all + (kind.listed.chosen.map { [("columns", $0)] } ?? []))
    }

    var clearPath: String { address(cleared) }

    var tools: ListTools {
        guard query.fields.isEmpty, views.isEmpty else { return allTools }
        return kind.keeping("tools of the \(page.rawValue)", scope.voice) { allTools }
    }

    private var allTools: ListTools { ListTools(views: menu, columns: page == .calendar ? nil : columns) }

    private var here: String { page == .list ? kind.path : "\(kind.path)/\(page.rawValue)" }

    private func address(_ query: Form) -> String { query.fields.isEmpty ? here : "\(here)?\(query.urlEncoded)" }

    /// Where a view is open. It goes along in the address, so that what is changed can be saved into it.
    func path(_ view: SavedView) -> String {
        let place = view.page != .list && R.schema.views.contains { $0.name == view.page.rawValue } ? "\(kind.path)/\(view.page.rawValue)" : kind.path
        return "\(place)?\(Form([("view", view.id.description)] + kind.lasting(view.query).fields).urlEncoded)"
    }

    private func say(_ key: String, _ name: String = "") -> String {
        scope.say(Phrase("platform.saved.\(key)", ["name": .text(name)]))
    }
}

extension ListFrame {
    private var open: SavedView? { query["view"].flatMap(ID<SavedView>.init).flatMap { id in views.first { $0.id == id } } }

    private var menu: ViewMenu {
        let open = open, lasting = kind.lasting(query), mayChange = open.map { !$0.isShared || scope.may(AccountPermissions.shareViews) } ?? false
        let all = Tab(say("all"), path: first == nil ? here : "\(here)?view=all", isCurrent: open == nil && lasting.fields.isEmpty)
        func group(_ title: String, _ views: [SavedView]) -> [ViewMenu.Group] {
            views.isEmpty ? [] : [ViewMenu.Group(title: say(title), views: views.map { Tab($0.name, path: path($0), isCurrent: $0.id == open?.id) })]
        }
        let what = [HiddenValue("page", page.rawValue), HiddenValue("where", lasting.urlEncoded)]
        let missing = open.map(missing) ?? [], isPartly = open.map { kind.hides($0, from: scope) } ?? false
        let notes = (missing.isEmpty ? [] : [scope.say(Phrase("platform.saved.missing", ["names": .text(scope.formats.list(missing))]))])
            + (isPartly ? [say("partly")] : [])
        let differs = open.map { $0.page != page || kind.lasting($0.query) != lasting } ?? false
        return ViewMenu(
            label: open?.name ?? say("title"), isOpen: open != nil,
            groups: [ViewMenu.Group(title: nil, views: [all])] + group("own", views.filter { !$0.isShared }) + group("shared", views.filter(\.isShared)),
            save: open.flatMap { view in
                mayChange && (differs || !missing.isEmpty) && !(isPartly && view.isShared)
                    ? ViewMenu.Deed(label: say("save_changes", view.name), path: "\(place(view))/save", hidden: what) : nil
            },
            newPath: "\(kind.path)/views/new?\(Form(what.map { ($0.name, $0.value) }).urlEncoded)",
            editPath: mayChange ? open.map(place) : nil, deletePath: mayChange ? open.map { "\(place($0))/delete" } : nil,
            first: open.map { view in
                ViewMenu.Deed(
                    label: say(view.isFirst ? "not_first" : "first", view.name), path: "\(place(view))/first",
                    hidden: [HiddenValue("first", view.isFirst ? "false" : "true")])
            },
            note: notes.isEmpty ? nil : notes.joined(separator: " "))
    }

    private func place(_ view: SavedView) -> String { "\(kind.path)/views/\(view.id)" }

    /// What a view names that these records do not have, or do not have any more; without what is hidden from this member,
    /// who is told of no such field.
    private func missing(_ view: SavedView) -> [String] {
        let kept = kind.lasting(view.query)
        let columns = view.columns.filter { !kind.columnNames.contains($0) }
        let others = view.query.fields.filter { $0.name != "columns" && kept[$0.name] == nil }.map { $0.name == "sort" ? $0.value : $0.name }
        return (others + columns).reduce(into: []) { names, name in
            if !names.contains(name), !kind.hides(SavedView.field(name), from: scope), !isSecret(SavedView.field(name), of: view) { names.append(name) }
        }
    }

    /// An own field that is gone may have been hidden from this role, and what was decided about it went with it: of a view that
    /// is everybody's, only those from whom nothing is ever hidden are told its name.
    private func isSecret(_ name: String, of view: SavedView) -> Bool {
        view.isShared && name.hasPrefix(CustomField.mark) && scope.member.businessRole.isRuled
    }

    private var columns: ColumnMenu {
        let shown = Set(kind.listed.names), names = kind.columnNames
        let labels = kind.keeping("names of columns", scope.voice) {
            kind.fields.map { scope.say(kind.label($0)) } + [scope.say("platform.list.created")]
        }
        let others = query.with("columns", nil).with("after", nil).with("before", nil)
        return ColumnMenu(
            path: here, hidden: others.fields.map { HiddenValue($0.name, $0.value) } + (query["view"] == nil && first != nil ? [HiddenValue("view", "all")] : []),
            title: labels[0], name: names[0],
            options: zip(names, labels).dropFirst().map { Choice($0, $1, isSelected: shown.contains($0)) },
            resetPath: kind.listed.chosen == nil ? nil : address(first != nil && others.fields.isEmpty ? Form([("view", "all")]) : others))
    }
}
