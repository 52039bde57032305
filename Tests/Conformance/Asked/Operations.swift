import Platform

/// What can be done by its name refuses by itself, whatever stands before it.
struct Operations: Sendable {
    private let asking: Asking
    private let mine, theirs: Tenant

    init(_ asking: Asking, _ mine: Tenant, _ theirs: Tenant) {
        self.asking = asking
        self.mine = mine
        self.theirs = theirs
    }

    func faults() async throws -> [Fault] {
        var faults: [Fault] = []
        for operation in asking.subject.registry.operations where operation.module == asking.subject.module.id {
            let id = operation.target.flatMap { mine.ids[$0] }, foreign = operation.target.flatMap { theirs.ids[$0] }
            faults += try await refusals(operation, id)
            if operation.target != nil { faults += try await isForeign(operation, foreign) }
        }
        return faults
    }

    private func refusals(_ operation: Operation, _ id: String?) async throws -> [Fault] {
        let scope = mine.scope, business = scope.business
        let off = Business(
            id: business.id, name: business.name, currency: business.currency, timeZone: business.timeZone, hue: 0, featuresOff: [operation.feature])
        let suspended = Business(
            id: business.id, name: business.name, status: .suspended(reason: "Unpaid", since: scope.now), currency: business.currency,
            timeZone: business.timeZone, hue: 0)
        let cases: [(Scope, Refusal, String)] = [
            (scope.seen(business, without: operation.permission), .permission(operation.permission), "without its permission"),
            (scope.seen(off), .feature(operation.feature), "with its module switched off"),
            (scope.seen(suspended), .subscription(reason: "Unpaid"), "while the business is suspended"),
        ]
        var faults: [Fault] = []
        for (scope, refusal, when) in cases {
            let outcome = await attempt(operation, id, in: scope)
            if outcome != "\(refusal)" { faults.append(Fault(.operations, "\(operation.name) is done \(when), or refused for another reason (\(outcome)). Let it go through Operation.run.")) }
        }
        return faults
    }

    private func isForeign(_ operation: Operation, _ id: String?) async throws -> [Fault] {
        let outcome = await attempt(operation, id, in: mine.scope)
        return outcome == "\(PageError.notFound)" ? [] : [
            Fault(.operations, "\(operation.name) of another business's record came to \(outcome). Read through scope.db, and throw PageError.notFound."),
        ]
    }

    /// - Returns: what was thrown, in words.
    private func attempt(_ operation: Operation, _ id: String?, in scope: Scope) async -> String {
        let sample = Sample(8, currency: scope.business.currency.rawValue, ids: mine.ids).json(of: operation.fields(nil))
        do {
            _ = try await operation.run(.object((id.map { [.init("id", .string($0))] } ?? []) + (sample.members ?? [])), in: scope)
            return "done"
        } catch {
            return asking.house.tampering.outcome("\(error)")
        }
    }
}

extension Scope {
    fileprivate func seen(_ business: Business, without permission: Permission? = nil) -> Scope {
        Scope(business: business, member: member, permissions: permissions.filter { $0 != permission }, voice: voice, db: db, now: now, origin: origin)
    }
}
