/// Finds a person's whole name in a header, or the parts to join into it.
struct PersonNameColumns {
    let whole, given, middle, family: Int?
    let header: [HeaderText]

    /// - Parameter own: what the field itself is called.
    init(_ header: [HeaderText], own: [HeaderText], free: Set<Int>) {
        let find = { (words: [HeaderText]) in
            words.lazy.compactMap { word in header.indices.first { header[$0] == word && free.contains($0) } }.first
        }
        self.header = header
        given = find(HeaderWords.givenName)
        middle = find(HeaderWords.middleName)
        family = find(HeaderWords.familyName)
        whole = find(own + HeaderWords.wholeName)
    }

    /// - Parameter isFilled: whether the sample rows have anything in a column.
    func source(isFilled: (Int) -> Bool) -> ColumnSource? {
        guard let whole else { return joined(given, middle, family) }
        // `Vorname; Name` and `Nombre; Apellidos` mean the half that the other column leaves.
        if given != nil, family == nil, isOne(whole, of: ["Name", "Nom"]) { return joined(given, middle, whole) }
        if given == nil, family != nil, isOne(whole, of: ["Nombre", "Name"]) { return joined(whole, middle, family) }
        let parts = [given, middle, family].compactMap(\.self)
        return !isFilled(whole) && parts.contains(where: isFilled) ? joined(given, middle, family) : .column(whole)
    }

    /// Chinese and Japanese names have the family name first and no space.
    private func joined(_ given: Int?, _ middle: Int?, _ family: Int?) -> ColumnSource? {
        if let given, let family, isOne(family, of: ["姓", "姓氏", "苗字"]) {
            return .joined([family, given], separator: "")
        }
        let parts = [given, middle, family].compactMap(\.self)
        return parts.count < 2 ? parts.first.map(ColumnSource.column) : .joined(parts, separator: " ")
    }

    private func isOne(_ column: Int, of words: [String]) -> Bool {
        words.contains { HeaderText($0) == header[column] }
    }
}
