extension NewModule {
    /// Every file of the module, by its path below the clone.
    var files: [(path: String, text: String)] {
        [
            ("Modules/\(name.type)/\(name.type).swift", module),
            ("Modules/\(name.type)/\(record.type).swift", recordDeclaration),
            ("Modules/\(name.type)/Migrations/0001_\(table).sql", migration),
            ("Tests/\(name.type)Tests/Keeping\(record.plural.type).swift", tests),
            ("templates/\(name.id)/texts/en.yaml", english),
            ("templates/\(name.id)/texts/es.yaml", spanish),
            ("templates/\(name.id)/texts/ar.yaml", arabic),
        ]
    }

    private var module: String {
        """
        public import Platform

        /// \(record.plural.title) of the business, and how far they are.
        public let \(name.value) = Module(
            "\(name.id)",
            records: [.record(\(record.type).self)],
            migrations: [Migration("\(name.id)/0001_\(table)", sql: PackageResources._001_\(table)_sql)],
            menu: [MenuItem(\(record.type).self)]
        )

        """
    }

    private var recordDeclaration: String {
        """
        public import Platform

        /// One of the \(record.plural.phrase) that the business keeps.
        public struct \(record.type): Record {
            public var id = ID<\(record.type)>()
            public var name = ""
            public var state = State.open
            public var due: Day?
            public var notes = ""

            public static let schema = Schema<\(record.type)>("\(table)") {
                Field("name", \\.name, .required, .searchable, .sortable)
                Field("state", \\.state, .filterable)
                Field("due", \\.due)
                Field("notes", \\.notes, .long, .unlisted)
            }

            public init() {}

            public enum State: String, ChoiceValue {
                case open, done

                public var tone: Tone {
                    switch self {
                    case .open: .info
                    case .done: .positive
                    }
                }
            }
        }

        """
    }

    private var migration: String {
        """
        create table \(table) (
            business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
            id          uuid not null, -- UUIDv7, made by the application
            name        text collate "und-x-icu" not null,
            state       text not null default 'open',
            due         date,
            notes       text not null default '',
            version     integer not null default 1,
            created_at  timestamptz not null default now(),
            updated_at  timestamptz not null default now(),
            deleted_at  timestamptz,
            custom      jsonb not null default '{}', -- the fields that the business added
            search      text generated always as (lower(name)) stored,
            primary key (business_id, id),
            check (name <> '')
        );
        create index on \(table) (business_id, name, id) where deleted_at is null;
        create index on \(table) using gin (business_id, search gin_trgm_ops);
        call kontor.record('\(table)', '{name,state}');

        """
    }

    private var tests: String {
        """
        import \(name.type)
        import Conformance
        import Platform
        import Support
        import Testing

        @Suite("\(record.plural.title)", .enabled(if: TestPlatform.isPossible))
        struct Keeping\(record.plural.type) {
            private let list = "\(path)"

            @Test("keep every rule that is checked for all modules")
            func conforms() async throws {
                let faults = try await Conformance.check(\(name.value))
                #expect(faults == [])
            }

            @Test("are added, found and deleted")
            func story() async throws {
                try await TestPlatform.with([\(name.value)]) { platform in
                    let desk = try await Desk(platform.register("Acme"), platform.registry)
                    let added = try #require(try await desk.send(list, ["name": "First", "state": "open"]).location)
                    #expect(try await desk.open("\\(list)?q=fir", as: RecordListPage.self).table?.rows.map(\\.title) == ["First"])
                    #expect(try await desk.send("\\(added)/delete").status == 303)
                    await #expect(throws: PageError.notFound) { try await desk.see(added) }
                }
            }

            @Test("belong to one business only")
            func isolation() async throws {
                try await withTwoBusinesses([\(name.value)]) { acme, globex in
                    let registry = try Registry([\(name.value)])
                    let (mine, theirs) = (Desk(acme, registry), Desk(globex, registry))
                    let added = try #require(try await mine.send(list, ["name": "First", "state": "open"]).location)
                    await #expect(throws: PageError.notFound) { try await theirs.see(added) }
                }
            }
        }

        """
    }
}
