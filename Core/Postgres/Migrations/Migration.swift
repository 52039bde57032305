/// One step in the making of a database's schema. Once released it is never edited: the next one corrects it.
public struct Migration: Sendable, Equatable {
    /// `<module>/<number>_<what>`; a database remembers which ones it has by this name.
    public let name: String
    /// Any number of statements. They run in one transaction.
    public let sql: String

    public init(_ name: String, sql: String) {
        self.name = name
        self.sql = sql
    }

    /// - Parameter sql: a file's bytes, UTF-8.
    public init(_ name: String, sql: [UInt8]) {
        self.init(name, sql: String(decoding: sql, as: UTF8.self))
    }

    /// FNV-1a, 64 bits: tells an edited migration from the one that ran. No secret depends on it.
    var digest: String {
        let hash = sql.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}

/// Why the schema could not be brought up to date.
public enum MigrationError: Error, Equatable, Sendable, CustomStringConvertible {
    case noConnection(String)
    case failed(migration: String, reason: String)
    /// The database has run another text under this name.
    case edited(migration: String)

    public var description: String {
        switch self {
        case .noConnection(let reason): "The database cannot be reached to bring its schema up to date: \(reason)"
        case .failed(let name, let reason):
            "The migration \(name) failed, and nothing of it was kept: \(reason)"
        case .edited(let name):
            "The migration \(name) was edited after this database had run it. Restore its text, and put the change in a new migration."
        }
    }
}
