import Postgres

/// The views of one kind of record that a member sees: their own, and those that are shared.
struct SavedViews: Sendable {
    /// The records' table.
    let record: String
    let scope: Scope

    init(of record: String, in scope: Scope) {
        self.record = record
        self.scope = scope
    }

    private var me: ID<Member> { scope.member.id }

    /// By their names.
    var all: Query<[SavedView]> { .rows(select + " order by lower(v.name), v.id", as: SavedView.init(row:)) }

    private var select: SQL {
        """
        select v.id, v.name, v.page, v.query, v.member_id is null, f.view_id is not null
          from saved_views v left join first_views f on f.business_id = v.business_id and f.member_id = \(me) and f.view_id = v.id
         where v.record = \(record) and (v.member_id is null or v.member_id = \(me))
        """
    }

    /// - Throws: `PageError.notFound` when there is none that this member sees.
    func one(_ id: ID<SavedView>) async throws -> SavedView {
        guard let view = try await scope.db.first(select + " and v.id = \(id)", as: SavedView.init(row:)) else { throw PageError.notFound }
        return view
    }

    /// The same to be changed.
    /// - Throws: `PageError.notFound`; `Refusal.permission` for one that is shared, where the member may not share.
    func mine(_ id: ID<SavedView>) async throws -> SavedView {
        let view = try await one(id)
        try check(view.isShared)
        return view
    }

    /// - Throws: `ViewError`; `Refusal.permission` to share where one may not.
    func add(_ draft: ViewDraft) async throws -> ID<SavedView> {
        try check(draft.isShared)
        let id = ID<SavedView>()
        try await settle(draft.isShared) { scope in
            try await scope.db.execute("""
                insert into saved_views (id, record, member_id, name, page, query)
                values (\(id), \(record), \(owner(draft.isShared)), \(draft.name), \(draft.page.rawValue), \(draft.query.urlEncoded))
                """)
        }
        return id
    }

    /// Gives it another name, shares it or takes it back: then it is the view of whoever did that.
    /// - Throws: as `mine` and `add`.
    func change(_ view: SavedView, name: String, isShared: Bool) async throws {
        try check(view.isShared || isShared)
        try await settle(isShared, isNew: view.isShared != isShared) { scope in
            try await write("""
                update saved_views set name = \(name), member_id = \(owner(isShared)), updated_at = now() where \(same(view))
                """, in: scope)
            // Nobody else sees it any more, so nobody else's list can open with it.
            if view.isShared, !isShared {
                try await scope.db.execute("delete from first_views where view_id = \(view.id) and member_id <> \(me)")
            }
        }
    }

    /// Makes it show something else.
    /// - Parameter kind: as this member sees it.
    /// - Throws: as `mine`; `ViewError.tooLong` and `.partlyHidden`.
    func replace<R: Record>(_ view: SavedView, by draft: ViewDraft, of kind: RecordKind<R>) async throws {
        try check(view.isShared)
        guard draft.query.urlEncoded.utf8.count <= SavedView.mostQuery else { throw ViewError.tooLong }
        guard !view.isShared || !kind.hides(view, from: scope) else { throw ViewError.partlyHidden }
        try await write("""
            update saved_views set page = \(draft.page.rawValue), query = \(draft.query.urlEncoded), updated_at = now() where \(same(view))
            """, in: scope)
    }

    /// - Throws: as `mine`.
    func delete(_ view: SavedView) async throws {
        try check(view.isShared)
        try await write("delete from saved_views where \(same(view))", in: scope)
    }

    /// The view as it was found: whose it is may have been changed since.
    private func same(_ view: SavedView) -> SQL {
        "id = \(view.id) and record = \(record) and member_id is not distinct from \(owner(view.isShared))"
    }

    private func write(_ statement: SQL, in scope: Scope) async throws {
        guard try await scope.db.execute(statement) > 0 else { throw PageError.notFound }
    }

    /// Opens the list with it for this member, or no longer.
    func open(_ view: SavedView, first isFirst: Bool) async throws {
        try await scope.db.execute(isFirst ? """
            insert into first_views (member_id, record, view_id) values (\(me), \(record), \(view.id))
            on conflict (business_id, member_id, record) do update set view_id = excluded.view_id
            """ : "delete from first_views where member_id = \(me) and view_id = \(view.id)")
    }

    private func owner(_ isShared: Bool) -> ID<Member>? { isShared ? nil : me }

    private func check(_ isShared: Bool) throws {
        if isShared, !scope.may(AccountPermissions.shareViews) { throw Refusal.permission(AccountPermissions.shareViews) }
    }

    /// Those who add views at once take turns, so that there are never too many.
    private func settle(_ isShared: Bool, isNew: Bool = true, _ body: @Sendable (Scope) async throws -> Void) async throws {
        do {
            try await scope.transaction { scope in
                let key = "saved views \(scope.business.id) \(record) \(owner(isShared)?.description ?? "")"
                try await scope.db.execute("select pg_advisory_xact_lock(hashtextextended(\(key), 0))")
                let count = try await scope.db.value("""
                    select count(*) from saved_views where record = \(record) and member_id is not distinct from \(owner(isShared))
                    """, of: Int.self)
                if isNew, count >= SavedView.most { throw ViewError.tooMany }
                try await body(scope)
            }
        } catch let error as DatabaseError where error.refusal?.state == .uniqueViolation {
            throw ViewError.nameTaken
        }
    }
}
