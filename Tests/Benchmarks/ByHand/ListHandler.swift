import CRM
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Platform
import Synchronization
import Web

/// The customer list as a handler for this one page: it finds the session, runs the same statements in one flush and
/// appends the same bytes as the portal's, whatever a page needs beyond that left out.
final class ListHandler: Sendable {
    /// Where the portal's page is shown to it by POST, so that it makes the same one, and asked for by GET.
    static let path = "/by-hand"

    private let pool: ConnectionPool
    private let rows: RowsByHand
    private let known = Mutex<[[UInt8]: Seat]>([:])
    /// What surrounds the rows.
    private let around = Mutex<(before: [UInt8], after: [UInt8])>(([], []))

    private struct Seat { let business: ID<Business>, member: ID<Member>, role: Role }

    init(_ pool: ConnectionPool, _ list: ListTemplate) throws {
        self.pool = pool
        rows = try RowsByHand(list)
    }

    func add(to router: Router<WireContext>) {
        router.post(RouterPath(Self.path)) { request, _ in
            let page = try ListTemplate.rows(Array(buffer: try await request.body.collect(upTo: 1 << 20)))
            self.around.withLock { $0 = (Array(page.before), Array(page.after)) }
            return HTTPResponse.Status.ok
        }
        router.get(RouterPath(Self.path)) { request, _ in
            guard let seat = try await self.seat(request.headers), seat.role >= .viewer else {
                throw HTTPError(.seeOther, headers: [.location: "/sign-in"])
            }
            let page = try await self.page(for: seat)
            return Response(status: .ok, headers: Self.headers, body: .init(byteBuffer: ByteBuffer(bytes: page)))
        }
    }

    private func seat(_ headers: HTTPFields) async throws -> Seat? {
        guard let cookie = headers[.cookie], let start = cookie.firstRange(of: "kontor_session=")?.upperBound,
            let secret = Secret(cookie[start...].prefix { $0 != ";" })
        else { return nil }
        let digest = secret.digest
        if let seat = known.withLock({ $0[digest] }) { return seat }
        let seat = try await pool.read(.first("select business_id, member_id, role from kontor.access(\(digest))") { row in
            Seat(business: try row.next(), member: try row.next(), role: try row.next())
        })
        known.withLock { $0[digest] = seat }
        return seat
    }

    private func page(for seat: Seat) async throws -> [UInt8] {
        // What the last two tell is the same for all who are asked for here, and stands around the rows.
        let (found, _, _, _) = try await pool.read(
            setting: "select set_config('kontor.business_id', \(seat.business.description), true), set_config('kontor.rules', \("{}"), true)",
            Query.rows(ListedCustomer.list, as: ListedCustomer.init), Query<Int>.value(ListedCustomer.count),
            Query.rows(ListedCustomer.tags) { row in try row.next(String.self) },
            Query.rows(ListedCustomer.views(of: seat.member)) { row in try row.next(UUID.self) })
        let (before, after) = around.withLock { $0 }
        let now = Date()
        var out: [UInt8] = []
        out.reserveCapacity(98_304)
        out += before
        for customer in found.prefix(50) { rows.append(customer, at: now, to: &out) }
        out += after
        return out
    }

    private static let headers: HTTPFields = [
        .contentType: "text/html; charset=utf-8", .xContentTypeOptions: "nosniff", .cacheControl: "private, no-cache",
        .vary: "Accept-Encoding, Accept-Language, Cookie",
        .contentSecurityPolicy: """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
            connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'
            """,
    ]
}
