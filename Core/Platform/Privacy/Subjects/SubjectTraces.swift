import FoundationEssentials
import Postgres

/// What is kept of a person beside the fields of records: how much of each there is, and how it goes.
///
/// A part of the platform that keeps something about people adds a line here; the dry run, the erasure and its report follow.
struct SubjectTraces: Sendable {
    let subject: Subject
    let registry: Registry
    /// The records that are about them, and those that name them; and those to be left as they are.
    let theirs: [FoundRecord], naming: [FoundRecord], left: [FoundRecord]

    struct Trace: Sendable {
        let key: String
        /// Selects a `bigint`.
        let count: SQL
        /// nil where it goes with the records themselves.
        let end: SQL?
    }

    var all: [Trace] { ofRecords + kept }

    /// Whether a row's columns `record` and `record_id` name one of these.
    private func names(_ records: [FoundRecord], _ row: SQL) -> SQL {
        "exists (select from unnest(\(records.map(\.table)), \(records.map(\.id))) as t (record, id) where t.record = \(row).record and t.id = \(row).record_id)"
    }

    private var ofRecords: [Trace] {
        let elsewhere = left + theirs
        let noted: SQL = "n.body ~* \(subject.pattern) and not \(names(elsewhere, "n"))", called: SQL = "f.name ~* \(subject.pattern) and not \(names(elsewhere, "f"))"
        return [
            Trace(key: "notes", count: "select count(*) from notes n where \(names(theirs, "n"))", end: nil),
            Trace(key: "files", count: "select count(*) from files f where \(names(theirs, "f")) and (\(goingFiles))", end: nil),
            Trace(key: "history", count: """
                select count(*) from events e where e.personal is not null and \(names(theirs + naming, "e"))
                   and exists (select from personal_keys k where k.record = e.record and k.record_id = e.record_id and k.key is not null)
                """, end: nil),
            Trace(key: "note_texts", count: "select count(*) from notes n where \(noted)", end: "update notes n set body = \(replaced("n.body")) where \(noted)"),
            Trace(key: "file_names", count: "select count(*) from files f where \(called)", end: "update files f set name = \(replaced("f.name")) where \(called)"),
        ]
    }

    /// As `Attached.erasing` has it.
    private var goingFiles: SQL {
        let personal = registry.modules.flatMap { $0.records.map { "(f.record = \($0.table) and f.field = any(\($0.personal)))" as SQL } }
        return (["f.field is null", "f.removed_at is not null"] + personal).joined(separator: " or ")
    }

    private func replaced(_ text: SQL) -> SQL { "regexp_replace(\(text), \(subject.pattern), '–', 'gi')" }

    /// What is kept for a while so that something can be undone, repeated or looked at again.
    private var kept: [Trace] {
        let ids = (theirs + naming).map(\.id)
        let imported: SQL = "i.state not in ('uploading', 'checking', 'running', 'undoing') and (\(inFile(ids)))"
        let changed: SQL = "(c.record_id = any(\(ids)) or c.before::text ~* \(subject.pattern))"
        let answered: SQL = "(\(holds("a.body")) or exists (select from unnest(\(ids)) as t (id) where position(convert_to(t.id::text, 'UTF8') in a.body) > 0))"
        let viewed: SQL = "replace(replace(v.query, '%40', '@'), '%2B', '+') ~* \(subject.pattern)"
        return [
            Trace(key: "imports", count: "select count(*) from imports i where \(imported)", end: "delete from imports i where \(imported)"),
            Trace(key: "undo", count: "select count(*) from bulk_changes c where \(changed)", end: "delete from bulk_changes c where \(changed)"),
            Trace(key: "answers", count: "select count(*) from kept_answers a where \(answered)", end: "delete from kept_answers a where \(answered)"),
            Trace(key: "views", count: "select count(*) from saved_views v where \(viewed)", end: "delete from saved_views v where \(viewed)"),
        ] + mailed
    }

    private var mailed: [Trace] {
        guard let email = subject.email else { return [] }
        return [("invitations", "invited"), ("mails", "mailed")].map { key, column in
            Trace(
                key: key, count: "select \(identifier: column) from kontor.address_traces(\(email), false)",
                end: key == "mails" ? "select kontor.address_traces(\(email), true)" : nil)
        }
    }

    /// Whether a file that was imported may hold them. Into sheets, which are packed, and two-byte texts nobody can look from here.
    private func inFile(_ ids: [UUID]) -> SQL {
        let tables = Set((theirs + naming).map(\.table)).sorted()
        return """
            exists (select from import_additions x where x.import_id = i.id and x.records && \(ids))
            or exists (select from import_changes x where x.import_id = i.id and (x.record_id = any(\(ids)) or x.before::text ~* \(subject.pattern)))
            or exists (select from import_problems x where x.import_id = i.id and x.value ~* \(subject.pattern))
            or ((i.format ->> 'sheet' is not null or i.format ->> 'encoding' like '%16%') and i.record = any(\(tables)))
            or coalesce(\(holds("(select string_agg(x.bytes, ''::bytea order by x.number) from import_pieces x where x.import_id = i.id)")), false)
            """
    }

    /// Whether bytes hold the address, or the number as some program may have written it.
    private func holds(_ bytes: SQL) -> SQL {
        let email: SQL? = subject.email.map { "position(\($0) in lower(encode(\(bytes), 'escape'))) > 0" }
        let phone: SQL? = subject.phone.flatMap { Subject(email: nil, phone: PhoneNumber($0)) }.map { "encode(\(bytes), 'escape') ~ \($0.pattern)" }
        return "(\([email, phone].compactMap(\.self).joined(separator: " or ")))"
    }
}
