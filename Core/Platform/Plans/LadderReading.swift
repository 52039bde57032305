import FoundationEssentials

/// An object of a ladder's file.
struct LadderEntry {
    let place: String
    private let members: [JSONValue.Member]

    /// - Parameter names: what may be in it.
    init(_ value: JSONValue, at place: String, knowing names: Set<String>) throws(Ladder.Mistake) {
        guard let members = value.members else { throw Ladder.Mistake("\(place) is of another kind than it should be: {…}.") }
        if let stranger = members.first(where: { !names.contains($0.name) }) {
            throw Ladder.Mistake("\(place), \(stranger.name): there is no such thing. It may be \(names.sorted().joined(separator: ", ")).")
        }
        self.place = place
        self.members = members
    }

    /// nil also where it is null.
    subscript(_ name: String) -> JSONValue? {
        members.first { $0.name == name && $0.value != .null }?.value
    }

    func wrong(_ name: String, _ what: String) -> Ladder.Mistake { Ladder.Mistake("\(place), \(name): \(what)") }

    /// Without blanks around it; nil where it is not there or empty.
    func text(_ name: String, most: Int) throws(Ladder.Mistake) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.string.map(trimmed), text.unicodeScalars.count <= most, !text.utf8.contains(0) else {
            throw wrong(name, "write a text of \(most) characters at most.")
        }
        return text.isEmpty ? nil : text
    }

    func needed(_ name: String, most: Int) throws(Ladder.Mistake) -> String {
        guard let text = try text(name, most: most) else { throw Ladder.Mistake("\(place): \"\(name)\" is missing.") }
        return text
    }

    func number(_ name: String, _ range: ClosedRange<Int>) throws(Ladder.Mistake) -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = value.integer.map(Int.init), range.contains(number) else {
            throw wrong(name, "write a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    func truth(_ name: String) throws(Ladder.Mistake) -> Bool {
        guard let value = self[name] else { return false }
        guard case .bool(let isTrue) = value else { throw wrong(name, "write true or false.") }
        return isTrue
    }

    /// One of the values that there are.
    func one<T: RawRepresentable & CaseIterable>(_ name: String, of kind: T.Type) throws(Ladder.Mistake) -> T? where T.RawValue == String {
        guard let value = self[name] else { return nil }
        guard let one = value.string.flatMap(T.init) else {
            throw wrong(name, "write one of \(T.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return one
    }

    /// What an object of any names holds.
    func pairs(_ name: String) throws(Ladder.Mistake) -> [JSONValue.Member]? {
        guard let value = self[name] else { return nil }
        guard let pairs = value.members else { throw wrong(name, "write {…}.") }
        guard pairs.allSatisfy({ (1...100).contains($0.name.unicodeScalars.count) && $0.name == trimmed($0.name) && !$0.name.utf8.contains(0) }) else {
            throw wrong(name, "a name has 1 to 100 characters, and no blanks around them.")
        }
        return pairs
    }
}

extension Ladder.Rung {
    private static let names: Set<String> = [
        "code", "name", "summary", "currency", "price_month", "price_year", "features", "limits", "trial_days", "retention_days", "support", "flags",
        "default", "popular",
    ]

    /// - Parameter place: what it is called before it says its name.
    init(reading value: JSONValue, at place: String) throws(Ladder.Mistake) {
        let entry = try LadderEntry(value, at: place, knowing: Self.names)
        code = try entry.needed("code", most: 40)
        guard Plan.isWord(code) else { throw entry.wrong("code", "\"\(code)\" must be lower-case letters, digits and underscores, and begin with a letter.") }
        name = try entry.needed("name", most: Plan.longestName)
        summary = try entry.text("summary", most: Plan.longestSummary) ?? ""
        let currency = try entry.text("currency", most: 3) ?? "USD"
        guard let known = Currency(rawValue: currency) else { throw entry.wrong("currency", "\"\(currency)\" is no currency; write one like USD.") }
        self.currency = known
        priceMonth = try entry.number("price_month", Plan.prices).map(Int64.init)
        priceYear = try entry.number("price_year", Plan.prices).map(Int64.init)
        features = try Self.features(entry)
        limits = try Self.limits(entry)
        trialDays = Int32(try entry.number("trial_days", Plan.trials) ?? 0)
        retentionDays = try entry.number("retention_days", Plan.retentions).map(Int32.init)
        support = try entry.one("support", of: SupportLevel.self) ?? .email
        flags = try Self.flags(entry)
        isDefault = try entry.truth("default")
        isPopular = try entry.truth("popular")
    }

    private static func features(_ entry: LadderEntry) throws(Ladder.Mistake) -> [String: Bool] {
        guard let pairs = try entry.pairs("features") else { return ["*": true] }
        var features: [String: Bool] = [:]
        for pair in pairs {
            guard case .bool(let isOn) = pair.value else { throw entry.wrong("features", "\"\(pair.name)\" must be true or false.") }
            features[pair.name] = isOn
        }
        return features
    }

    private static func limits(_ entry: LadderEntry) throws(Ladder.Mistake) -> [String: LimitTerms?] {
        var limits: [String: LimitTerms?] = [:]
        for pair in try entry.pairs("limits") ?? [] {
            guard pair.value != .null else {
                limits[pair.name] = .some(nil)
                continue
            }
            let terms = try LadderEntry(pair.value, at: "\(entry.place), limits, \(pair.name)", knowing: ["most", "per", "grace"])
            guard let most = try terms.number("most", LimitTerms.amounts) else { throw Ladder.Mistake("\(terms.place): \"most\" is missing.") }
            let grace = try terms.number("grace", LimitTerms.graces)
            limits[pair.name] = LimitTerms(most: most, per: try terms.one("per", of: LimitPeriod.self), grace: grace == 0 ? nil : grace)
        }
        return limits
    }

    private static func flags(_ entry: LadderEntry) throws(Ladder.Mistake) -> [String] {
        guard let value = entry["flags"] else { return [] }
        guard let flags = value.array?.map(\.string), flags.count <= Plan.mostFlags, flags.allSatisfy({ $0.map(Plan.isWord) ?? false }) else {
            throw entry.wrong("flags", "write a list of \(Plan.mostFlags) at most, such as [\"on_premise\"], of lower-case letters, digits and underscores.")
        }
        return flags.compactMap(\.self)
    }
}
