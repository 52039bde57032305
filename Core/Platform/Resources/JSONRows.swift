import FoundationEssentials
public import Postgres

/// Turns rows of the database straight into records as programs read them: the same that `ResourceOutput` writes, without
/// making records of them first.
struct JSONRows<R: Record>: Sendable {
    let columns: SQL
    let reader: JSONRowReader

    init(kind: RecordKind<R>, business: ID<Business>) {
        columns = kind.untitled(inTheirPlace: false) + ", r.version, r.created_at, r.updated_at"
        let empty = Values<R>()
        reader = JSONRowReader(business: business, members: kind.fields.map { field in
            .init(name: field.jsonName, empty: field.json(empty).bytes, read: field.jsonReader)
        })
    }

    /// A page of such records.
    /// - Parameter next: the cursor of the page behind it.
    static func list(_ records: [[UInt8]], next: String?) -> [UInt8] {
        var bytes = Array("{\"data\":[".utf8)
        bytes.reserveCapacity(records.reduce(64) { $0 + $1.count + 1 })
        for (index, record) in records.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += record
        }
        bytes += Array("],\"next\":".utf8)
        (next.map { JSONValue.string($0) } ?? .null).write(to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}

/// Reads the rows. It knows nothing of the record's type: code that does is compiled for all types at once, and takes
/// several times as long for each row.
final class JSONRowReader: Sendable {
    /// A field, with what stands there where its columns are null.
    struct Member: Sendable {
        let name: [UInt8]
        let empty: [UInt8]
        let read: @Sendable (inout Row, inout [UInt8]) throws -> Bool

        init(name: String, empty: [UInt8], read: @escaping @Sendable (inout Row, inout [UInt8]) throws -> Bool) {
            self.name = Array(",\(jsonString(name)):".utf8)
            self.empty = empty
            self.read = read
        }
    }

    private let business: [UInt8]
    private let members: [Member]

    init(business: ID<Business>, members: [Member]) {
        self.business = Array("\",\"business_id\":\"\(business)\"".utf8)
        self.members = members
    }

    @Sendable func row(_ row: inout Row) throws -> (id: UUID, json: [UInt8]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(768)
        let id = try row.next(UUID.self)
        bytes += "{\"id\":\"".utf8
        bytes += id.text.utf8
        bytes += business
        for member in members {
            bytes += member.name
            if try !member.read(&row, &bytes) { bytes += member.empty }
        }
        bytes += ",\"version\":".utf8
        bytes += String(try row.next(Int.self)).utf8
        for name in [",\"created_at\":\"", "\",\"updated_at\":\""] as [StaticString] {
            name.withUTF8Buffer { bytes += $0 }
            bytes += iso8601(try row.next(Date.self)).utf8
        }
        bytes += "\"}".utf8
        return (id, bytes)
    }
}

extension RawJSON {
    /// What it says; null where it is no JSON.
    public var value: JSONValue { (try? JSONValue(reading: bytes)) ?? .null }
}
