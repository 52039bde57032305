public import FoundationEssentials
import Postgres

/// What the platform keeps about a person as such, list by list: their account, their seats, where and how they came in. What they
/// wrote belongs to their businesses, and is only counted. No secret is in it.
public struct OwnData: Sendable {
    private let lists: [String: [JSONValue]]

    init(_ json: JSONValue) {
        lists = Dictionary((json.members ?? []).map { ($0.name, $0.value.array ?? []) }) { $1 }
    }

    /// How much there is of each; of what they wrote, in all businesses together.
    public func count(_ list: List) -> Int {
        let rows = lists[list.rawValue] ?? []
        guard list == .written else { return rows.count }
        return rows.reduce(0) { sum, row in sum + ["notes", "files", "entries"].reduce(0) { $0 + Int(row[$1]?.integer ?? 0) } }
    }

    /// In the order they are written.
    public enum List: String, Sendable, CaseIterable {
        case account, seats, sessions, signIns = "sign_ins", devices, passkeys, codes, keys, tokens, views, invitations, mails, written

        var columns: [String] {
            switch self {
            case .account: ["name", "email", "language", "verified_at", "created_at", "last_login_at"]
            case .seats: ["business", "role", "own_role", "joined_at", "left_at"]
            case .sessions: ["device", "address", "way", "created_at", "seen_at"]
            case .signIns: ["device", "address", "way", "second", "outcome", "created_at"]
            case .devices: ["seen_at"]
            case .passkeys: ["name", "created_at", "seen_at"]
            case .codes: ["created_at", "verified_at", "count"]
            case .keys: ["business", "name", "address", "created_at", "seen_at", "ended_at"]
            case .tokens: ["business", "address", "created_at", "ended_at"]
            case .views: ["business", "name"]
            case .invitations: ["business", "role", "created_at", "accepted_at"]
            case .mails: ["subject", "created_at", "sent_at"]
            case .written: ["business", "notes", "files", "entries"]
            }
        }
    }

    /// All of it as one file: `data.json` for programs, `index.html` for people.
    /// - Parameter voice: of whoever reads it.
    public func archive(for name: String, in voice: Voice, at now: Date) async throws -> Response {
        let archive = DataArchive(
            title: voice.say("privacy.own.archive"), lead: voice.say(Phrase("privacy.archive.made", ["who": .text(name), "when": .moment(now)])),
            sheets: List.allCases.map { sheet($0, voice) }, voice: voice, madeAt: now)
        return try await archive.response("my-data")
    }

    private func sheet(_ list: List, _ voice: Voice) -> DataSheet {
        DataSheet(
            list.rawValue, title: voice.say(Phrase("privacy.own.lists.\(list.rawValue)")),
            columns: list.columns.map { .init($0, voice.say(Phrase("privacy.own.columns.\($0)"))) },
            rows: (lists[list.rawValue] ?? []).map { row in list.columns.map { value($0, row[$0] ?? .null, voice) } })
    }

    private func value(_ column: String, _ json: JSONValue, _ voice: Voice) -> DataSheet.Value {
        if column.hasSuffix("_at"), let seconds = json.integer {
            let moment = Date(timeIntervalSince1970: TimeInterval(seconds))
            return DataSheet.Value(.string(iso8601(moment)), voice.formats.dateTime(moment))
        }
        if let number = json.integer { return DataSheet.Value(json, voice.formats.number(Int(number))) }
        guard let text = json.string else { return DataSheet.Value(nil) }
        return DataSheet.Value(json, words(column, text, voice))
    }

    /// What stands for one of a few is said in words.
    private func words(_ column: String, _ text: String, _ voice: Voice) -> String {
        switch column {
        case "device": voice.say(DeviceName(text).phrase)
        case "role": voice.say(Phrase("platform.roles.\(text)"))
        case "way": voice.say(Phrase("security.sessions.ways.\(text)"))
        case "second": voice.say(Phrase("security.sessions.seconds.\(text)"))
        case "outcome": voice.say(Phrase("security.sessions.outcomes.\(text)"))
        default: text
        }
    }
}

extension Accounts {
    /// What is kept about whoever is signed in.
    /// - Parameter session: the digest of a cookie's secret.
    public func ownData(of session: [UInt8]) async throws -> OwnData {
        OwnData(try await db.value("select kontor.own_data(\(session))", of: RawJSON.self).value)
    }
}
