public import Platform

/// Makes one customer of two that mean the same: what the one that stays does not know it takes from the other, which is deleted.
/// What the member may not write, it does not take.
public struct MergeCustomers: Command {
    public var customer = ID<Customer>()
    public var into = ID<Customer>()

    public static let declaration = Declaration<MergeCustomers>("merge", on: \.customer, requires: .delete, risk: .destroy) {
        Field("into", \.into, .required)
    }

    public init() {}

    /// - Throws: `MergeError` when both are the same, the one to stay is gone, or both know too much, and for who may not edit customers.
    public func run(in scope: Scope) async throws -> Outcome {
        guard scope.may(Permission("crm.customers.edit", from: .staff)) else { throw MergeError.notToEdit }
        guard customer != into else { throw MergeError.same }
        let customers = Records(Customer.self, in: scope)
        guard let stays = try await customers.one(into), stays.deletedAt == nil, let goes = try await customers.one(customer)
        else { throw MergeError.gone }
        let merged = customers.written(stays.values.merged(with: goes.values), over: stays.values)
        guard merged.record.tags.names.count <= Tags.most else { throw MergeError.tags(most: Tags.most) }
        guard merged.record.notes.unicodeScalars.count <= Customer.mostNotes else { throw MergeError.notes(most: Customer.mostNotes) }
        let takesPhoto = stays.record.photo == nil && merged.record.photo != nil
        try await scope.moveAttached(from: customer, to: into, fields: takesPhoto ? ["photo"] : [])
        guard try await customers.update(merged, from: stays.version) else { throw RecordError.changedMeanwhile }
        _ = try await customers.delete([customer])
        return .record(into, Phrase("crm.commands.merge.done", ["one": .text(goes.record.name), "other": .text(merged.record.name)]))
    }
}

extension Values<Customer> {
    /// With what only the other knows, in the business's own fields too; notes are put together.
    func merged(with other: Values<Customer>) -> Values<Customer> {
        var merged = Values(record, custom: custom.merging(other.custom) { mine, _ in mine })
        merged.record.email = record.email ?? other.record.email
        merged.record.phone = record.phone ?? other.record.phone
        merged.record.photo = record.photo ?? other.record.photo
        merged.record.owner = record.owner ?? other.record.owner
        merged.record.company = record.company ?? other.record.company
        merged.record.tags = Tags(record.tags.names + other.record.tags.names)
        merged.record.notes = [record.notes, other.record.notes].filter { !$0.isEmpty }.joined(separator: "\n\n")
        return merged
    }
}

/// Why two customers cannot become one.
public enum MergeError: UserFacingError, Equatable {
    case same, gone
    /// Merging deletes one and changes the other: who may only delete cannot.
    case notToEdit
    /// Those of both together are more than one customer can have.
    case notes(most: Int)
    case tags(most: Int)

    public var status: HTTPResponse.Status { .conflict }
    public var message: Phrase {
        switch self {
        case .same: "crm.commands.merge.same"
        case .gone: "crm.commands.merge.gone"
        case .notToEdit: "crm.commands.merge.not_to_edit"
        case .notes(let most): Phrase("crm.commands.merge.notes", ["most": .number(most)])
        case .tags(let most): Phrase("crm.commands.merge.tags", ["most": .number(most)])
        }
    }
}
