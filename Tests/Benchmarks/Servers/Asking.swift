import Glibc

/// An answer over HTTP.
struct Answer: Sendable {
    let status: Int
    let body: [UInt8]
}

/// Asks a server on this machine one thing, on a connection of its own.
/// - Parameters:
///   - cookie: or `Bearer` and a key.
///   - posted: makes it a POST with this body, of JSON where a program asks.
/// - Returns: nil when nobody listens.
func ask(_ port: Int, _ path: String, cookie: String = "", posting posted: [UInt8]? = nil) throws -> Answer? {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = loopback(port)
    guard withAddress(&address, { connect(socket, $0, $1) }) == 0 else { return nil }
    var head = "\(posted == nil ? "GET" : "POST") \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    head += cookie.hasPrefix("Bearer ") ? "Authorization: \(cookie)\r\nContent-Type: application/json\r\n"
        : "Cookie: \(cookie)\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    if let posted { head += "Content-Length: \(posted.count)\r\n" }
    try send(Array("\(head)\r\n".utf8) + (posted ?? []), to: socket)
    return try answer(of: try received(from: socket))
}

/// A port that was free a moment ago.
func freePort() throws -> Int {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = loopback(0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    guard withAddress(&address, { bind(socket, $0, $1) }) == 0,
        withAddress(&address, { found, _ in getsockname(socket, UnsafeMutablePointer(mutating: found), &size) }) == 0
    else { throw BenchError("no port is free") }
    return Int(in_port_t(bigEndian: address.sin_port))
}

private func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return address
}

private func withAddress(_ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    withUnsafeMutablePointer(to: &address) { address in
        address.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
}

private func send(_ bytes: [UInt8], to socket: Int32) throws {
    var sent = 0
    while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard count > 0 else { throw BenchError("a connection was lost") }
        sent += count
    }
}

private func received(from socket: Int32) throws -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count >= 0 else { throw BenchError("a connection was lost") }
        if count == 0 { return all }
        all += buffer[..<count]
    }
}

private func answer(of bytes: [UInt8]) throws -> Answer {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)),
        let status = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { throw BenchError("an answer was no HTTP") }
    return Answer(status: status, body: Array(bytes[end.upperBound...]))
}
