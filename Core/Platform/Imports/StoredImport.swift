import FoundationEssentials
import Postgres

/// A file that is being imported, as it lies in the table `imports`.
struct StoredImport: Sendable {
    let id: ID<StoredImport>
    let record: String
    let fileName: String
    let bytes: Int
    let pieces: Int32
    let format: TableFormat
    /// nil until somebody has said which column goes where.
    let plan: ImportPlan?
    let state: State
    let rowsRead: Int
    let rowsTotal: Int
    /// What the last check or run came to.
    let tally: ImportTally?
    let failure: Phrase?
    let attempts: Int32
    let member: ID<Member>
    /// In which its last step was begun, where an operator did it.
    let assist: ID<Assist>?

    enum State: String, PostgresCodable {
        case uploading, uploaded, checking, checked, running, done, failed, undoing, undone
    }
}

/// What a check or a run of an import comes to.
struct ImportTally: Sendable, Codable, Equatable {
    /// Rows, by what becomes of them.
    var new = 0, changed = 0, unchanged = 0, wrong = 0
    /// Records that rows refer to by name and that are added for that, by their table.
    var named: [String: Int] = [:]
    /// Things that are wrong; a wrong row has at least one.
    var problems = 0
    /// Set once the import was taken back.
    var undone: Undone?

    /// What taking an import back comes to, in records.
    struct Undone: Sendable, Codable, Equatable {
        var removed = 0, restored = 0
        /// Changed by somebody since, and therefore left alone.
        var left = 0
    }

    var right: Int { new + changed + unchanged }
}

extension StoredImport {
    static let columns: SQL = """
        id, record, file_name, bytes, pieces, format, plan, state, rows_read, rows_total, report, failure, attempts, member_id, assist_id
        """

    /// Reads `columns`.
    @Sendable init(row: inout Row) throws {
        id = try row.next()
        record = try row.next()
        fileName = try row.next()
        bytes = try row.next()
        pieces = try row.next()
        format = try row.next(JSON<StoredFormat>.self).value.format
        plan = try row.next(JSON<ImportPlan>?.self)?.value
        state = try row.next()
        rowsRead = try row.next()
        rowsTotal = try row.next()
        tally = try row.next(JSON<ImportTally>?.self)?.value
        failure = try row.next(JSON<StoredPhrase>?.self)?.value.phrase
        attempts = try row.next()
        member = try row.next()
        assist = try row.next()
    }
}

/// How a file is written, as JSON.
struct StoredFormat: Sendable, Codable {
    private let encoding: String
    private let delimiter: UInt8
    private let startsWithSeparatorLine: Bool
    private let sheet: TableFormat.Sheet?

    init(_ format: TableFormat) {
        encoding = format.encoding.rawValue
        delimiter = format.delimiter.rawValue
        startsWithSeparatorLine = format.startsWithSeparatorLine
        sheet = format.sheet
    }

    var format: TableFormat {
        TableFormat(
            encoding: TextEncoding(rawValue: encoding) ?? .utf8,
            delimiter: TableFormat.Delimiter(rawValue: delimiter) ?? .comma,
            startsWithSeparatorLine: startsWithSeparatorLine, sheet: sheet)
    }
}

/// A phrase as JSON. Numbers keep choosing the plural form; all else is in words already.
struct StoredPhrase: Sendable, Codable {
    private let key: String
    private var texts: [String: String] = [:]
    private var numbers: [String: Int] = [:]

    init(_ phrase: Phrase, _ voice: Voice) {
        key = phrase.key
        for (name, argument) in phrase.arguments {
            switch argument {
            case .number(let number): numbers[name] = number
            case .text(let text): texts[name] = text
            case .phrase(let phrase): texts[name] = voice.say(phrase)
            case .list(let items): texts[name] = voice.formats.list(items)
            case .decimal(let number): texts[name] = voice.formats.decimal(number)
            case .bytes(let bytes): texts[name] = voice.formats.bytes(bytes)
            case .percent(let fraction): texts[name] = voice.formats.percent(fraction)
            case .money(let units, let currency): texts[name] = voice.formats.money(units, currency)
            case .date(let year, let month, let day): texts[name] = voice.formats.date(year: year, month: month, day: day)
            case .moment(let date): texts[name] = voice.formats.dateTime(date)
            }
        }
    }

    var phrase: Phrase {
        var arguments = texts.mapValues(Phrase.Argument.text)
        for (name, number) in numbers { arguments[name] = .number(number) }
        return Phrase(key, arguments)
    }
}
