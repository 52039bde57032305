import FoundationEssentials

extension AuditCheck.Report: CustomStringConvertible {
    /// A line about the business, and one for each finding.
    public var description: String {
        let state = isIntact ? "intact" : "TAMPERED WITH"
        let head = head.map { ", last hash \($0)" } ?? ""
        let purged = purged > 0 ? ", \(purged) older ones removed as the plan says" : ""
        return (["\(name) (\(business)): \(entries) entries in \(seals) seals\(purged), \(state)\(head)"] + findings.map { "    \($0)" })
            .joined(separator: "\n")
    }
}

extension AuditCheck.Finding: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tampered(let entry): "The entry \(entry) was changed, or added later."
        case .missing(let count, let seal): "Of what seal \(seal) was made over, \(count) entries are changed or gone."
        case .brokenSeal(let number): "Seal \(number) does not follow from the one before it: it was changed, or one is gone."
        case .unsealed(let entry): "The entry \(entry) was added where everything was sealed before."
        }
    }
}

extension AuditCheck.Entry: CustomStringConvertible {
    public var description: String {
        "\(id) of \(iso8601(at)) on \(record) \(recordID?.uuidString.lowercased() ?? "(several)")"
    }
}
