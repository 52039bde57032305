public import Platform

/// Makes one customer of two that mean the same: what the one that stays does not know it takes from the other, which is deleted.
public struct MergeCustomers: Command {
    public var customer = ID<Customer>()
    public var into = ID<Customer>()

    public static let declaration = Declaration<MergeCustomers>("merge", on: \.customer, requires: .delete, risk: .destroy) {
        Field("into", \.into, .required)
    }

    public init() {}

    /// - Throws: `MergeError` when both are the same, or the one to stay is gone.
    public func run(in scope: Scope) async throws -> Outcome {
        guard customer != into else { throw MergeError.same }
        let customers = Records(Customer.self, in: scope)
        guard let stays = try await customers.one(into), stays.deletedAt == nil, let goes = try await customers.one(customer)
        else { throw MergeError.gone }
        let merged = stays.record.merged(with: goes.record)
        guard try await customers.update(merged, from: stays.version) else { throw RecordError.changedMeanwhile }
        _ = try await customers.delete([customer])
        return .record(into, Phrase("crm.commands.merge.done", ["one": .text(goes.record.name), "other": .text(merged.name)]))
    }
}

extension Customer {
    /// With what only the other knows; notes are put together.
    func merged(with other: Customer) -> Customer {
        var merged = self
        merged.email = email ?? other.email
        merged.phone = phone ?? other.phone
        merged.company = company ?? other.company
        merged.notes = [notes, other.notes].filter { !$0.isEmpty }.joined(separator: "\n\n")
        return merged
    }
}

/// Why two customers cannot become one.
public enum MergeError: UserFacingError, Equatable {
    case same, gone

    public var status: HTTPResponse.Status { .conflict }
    public var message: Phrase {
        switch self {
        case .same: "crm.commands.merge.same"
        case .gone: "crm.commands.merge.gone"
        }
    }
}
