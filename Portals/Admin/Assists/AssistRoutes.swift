import Platform
import Web

/// `/businesses/…/assist/…`: asks why and for how long an operator is to work in a member's place, and leads over to the customer
/// portal.
struct AssistRoutes: Sendable {
    let operators: Operators
    let session: Cookie
    /// Where members reach the customer portal.
    let origin: String
    private static let path = "/businesses/{id}/assist/{member}"

    static func path(_ member: ID<Member>, of business: ID<Business>) -> String { "/businesses/\(business)/assist/\(member)" }

    var routes: [Route<OperatorScope>] {
        [
            .get(Self.path, .operators(.support)) { request, scope in
                let seat = try await AssistSeat.one(request, scope)
                return .page(AssistQuestion(seat: seat, voice: scope.voice).page(refused: seat.refusal))
            },
            .post(Self.path, .operators(.support)) { request, scope in try await ask(request, scope) },
        ]
    }

    private func ask(_ request: Request, _ scope: OperatorScope) async throws -> Answer<AssistQuestionPage> {
        let seat = try await AssistSeat.one(request, scope)
        var question = AssistQuestion(seat: seat, voice: scope.voice, typed: request.form)
        if let refusal = seat.refusal { return .page(question.page(refused: refusal), status: .conflict) }
        guard let digest = session.digest(in: Cookies(request.headers)) else { throw Refusal.user }
        guard let wish = question.read() else { return .page(question.page(), status: .unprocessableContent) }
        do {
            try await operators.confirm(request.form["password"] ?? "", of: digest)
        } catch let error as AccountError {
            question.refuse("password", error == .wrongPassword ? "platform.accounts.wrong_current" : error.message)
            return .page(question.page(), status: error.status)
        }
        let link = Secret()
        let answer = try await operators.assist(
            seat.member, of: seat.business, because: wish.reason, minutes: wish.minutes, by: link, session: digest)
        guard answer == .done else { return .page(question.page(refused: answer), status: .conflict) }
        return .page(question.ready("\(origin)/assist?link=\(link.text)"), status: .created)
    }
}

/// The seat of a person in a business, as far as it can be assisted.
struct AssistSeat: Sendable {
    let business: ID<Business>, businessName: String
    let member: ID<Member>, user: ID<User>, name: String
    let isSuspended: Bool, isActive: Bool, allowsAssists: Bool

    /// - Throws: `PageError.notFound`, also for somebody who has left.
    static func one(_ request: Request, _ scope: OperatorScope) async throws -> AssistSeat {
        let business = try request.id(of: Business.self), member = try request.id("member", of: Member.self)
        let seat: Query<AssistSeat?> = .first("""
            select b.id, b.name, m.id, u.id, u.name, b.suspended_at is not null, u.deactivated_at is null, b.allows_assists
              from members m join users u on u.id = m.user_id join businesses b on b.id = m.business_id
             where m.business_id = \(business) and m.id = \(member) and m.left_at is null
            """, as: AssistSeat.init(business:businessName:member:user:name:isSuspended:isActive:allowsAssists:))
        guard let found: AssistSeat = try await scope.db.fetch(seat) else { throw PageError.notFound }
        return found
    }

    /// What stands in the way; the database looks once more.
    var refusal: Operators.AssistAnswer? {
        isSuspended ? .suspended : !isActive ? .inactive : !allowsAssists ? .forbidden : nil
    }
}
