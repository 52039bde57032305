extension TableMapping {
    /// Guesses which columns fill which fields, from the header and a few rows below it.
    ///
    /// It knows the headings of Google Contacts, Outlook and HubSpot and the usual words of the languages of the
    /// house. A column goes into one field at most; a field's own names come before the words of its kind,
    /// and those before the look of the values. Several columns for one field (mobile, business and home phone)
    /// become the first that is filled, the parts of a name are joined.
    /// - Parameter samples: rows below the header; some dozens are plenty.
    public init(guessing header: TableRow, samples: [TableRow], for fields: [FieldHint]) {
        self.init()
        var guess = HeaderGuess(header: header.strings.map(HeaderText.init), samples: samples)
        for field in fields where field.kind != .personName { self[field.name] = guess.columns(called: guess.ownNames(field)) }
        for field in fields where field.kind == .personName { self[field.name] = guess.name(field) }
        for field in fields where field.kind != .personName {
            self[field.name] = guess.more(HeaderWords.words(for: field.kind), for: field, after: self[field.name])
        }
        for field in fields where self[field.name] == nil { self[field.name] = guess.columnLike(field.kind) }
    }
}

/// A guess in the making: the columns not yet given to a field.
private struct HeaderGuess {
    let header: [HeaderText]
    let samples: [TableRow]
    var free: Set<Int>

    init(header: [HeaderText], samples: [TableRow]) {
        self.header = header
        self.samples = samples
        free = Set(header.indices)
    }

    func ownNames(_ field: FieldHint) -> [HeaderText] {
        ([field.name] + field.synonyms).map(HeaderText.init).filter { !$0.key.isEmpty }
    }

    mutating func name(_ field: FieldHint) -> ColumnSource? {
        let columns = PersonNameColumns(header, own: ownNames(field), free: free)
        return take(columns.source { column in samples.isEmpty || samples.contains { !$0.utf8(at: column).isEmpty } })
    }

    /// The free columns with these headings, in the order of the words, then of the file.
    mutating func columns(called words: [HeaderText]) -> ColumnSource? {
        let found = words.flatMap { word in header.indices.filter { header[$0] == word && free.contains($0) } }
        var seen: Set<Int> = []
        return take(source(found.filter { seen.insert($0).inserted }))
    }

    /// What a field's own names found, and behind it what the words of its kind find.
    mutating func more(_ words: [HeaderText], for field: FieldHint, after own: ColumnSource?) -> ColumnSource? {
        source((own?.columns ?? []) + (columns(called: words)?.columns ?? []), mayHoldSeveral: field.kind.mayHoldSeveral)
    }

    /// A free column whose sample values nearly all look like the kind.
    mutating func columnLike(_ kind: FieldHint.Kind) -> ColumnSource? {
        guard let isLikely = kind.shape else { return nil }
        let found = free.sorted().first { column in
            let values = samples.map { $0.string(at: column) }.filter { !$0.isEmpty }
            return !values.isEmpty && values.count(where: isLikely) * 5 >= values.count * 4
        }
        return take(source(found.map { [$0] } ?? [], mayHoldSeveral: kind.mayHoldSeveral))
    }

    private func source(_ columns: [Int], mayHoldSeveral: Bool = false) -> ColumnSource? {
        if columns.count == 1, !mayHoldSeveral { return .column(columns[0]) }
        return columns.isEmpty ? nil : .firstNonEmpty(columns)
    }

    private mutating func take(_ source: ColumnSource?) -> ColumnSource? {
        if let source { free.subtract(source.columns) }
        return source
    }
}

extension FieldHint.Kind {
    fileprivate var mayHoldSeveral: Bool { self == .email || self == .phone }

    /// How a value of this kind looks, for kinds that cannot be taken for another: dates and article numbers are digits too.
    fileprivate var shape: ((String) -> Bool)? {
        switch self {
        case .email: { $0.split(separator: "@").count == 2 && $0.contains(".") && !$0.contains(" ") }
        case .phone: { $0.hasPrefix("+") && $0.count(where: \.isNumber) >= 7 && !$0.contains(where: \.isLetter) }
        case .text, .organization, .website, .notes, .personName: nil
        }
    }
}
