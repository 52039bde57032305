import CResolv
import NIOPosix

/// Asks the Domain Name System.
public struct Resolver: Sendable {
    /// The TXT records of a host name in ASCII, in no certain order; none where there is no such name.
    /// - Throws: `ResolverError` when nobody could say.
    public var textRecords: @Sendable (_ name: String) async throws -> [String]

    public init(textRecords: @escaping @Sendable (_ name: String) async throws -> [String]) {
        self.textRecords = textRecords
    }

    /// Asks the servers of this machine (resolv.conf(5)), or one in particular.
    public static func system(_ server: DNSServer? = nil) -> Resolver {
        Resolver { name in try await threads.runIfActive { try records(of: name, from: server) } }
    }

    /// glibc waits for the answer, some seconds at most.
    private static let threads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        return threads
    }()

    private static func records(of name: String, from server: DNSServer?) throws(ResolverError) -> [String] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        // The dot says that the name is whole: none of this machine's own domains is appended.
        let length = Int(kontor_txt_records(name + ".", server?.address, Int32(server?.port ?? 53), &bytes, Int32(bytes.count)))
        if length == -Int(HOST_NOT_FOUND) || length == -Int(NO_DATA) { return [] }
        guard length >= 0 else { throw ResolverError() }
        var records: [String] = [], start = 0
        while start + 2 <= length {
            let end = start + 2 + Int(bytes[start]) << 8 + Int(bytes[start + 1])
            records.append(String(decoding: bytes[start + 2..<end], as: UTF8.self))
            start = end
        }
        return records
    }
}

/// A name server that is asked instead of this machine's.
public struct DNSServer: Sendable, Equatable {
    /// IPv4, as four numbers.
    public let address: String
    public let port: UInt16

    /// Reads `192.0.2.1:53`; the port may be left out. nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let port = parts.count == 1 ? 53 : UInt16(parts[1]), port > 0 else { return nil }
        address = String(parts[0])
        self.port = port
        var parsed = in_addr()
        guard inet_pton(AF_INET, address, &parsed) == 1 else { return nil }
    }
}

/// No name server answered, or none that could tell.
public struct ResolverError: Error {
    public init() {}
}
