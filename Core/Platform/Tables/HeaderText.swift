/// A column's heading, reduced to what its writers agree on: lower case letters, without accents, digits, spaces
/// and punctuation. `E-mail 2 Address` and `EMAIL ADDRESS` are both `emailaddress`.
struct HeaderText: Sendable, Hashable {
    let key: String

    init(_ heading: String) {
        var words = heading.lowercased().split { !$0.isLetter && !$0.isNumber }
        // Contact lists number their columns: `E-mail 1 - Value`, beside which stands `E-mail 1 - Label`.
        if words.count > 2, words.last == "value", words[words.count - 2].allSatisfy(\.isNumber) { words.removeLast() }
        key = String(words.joined().lazy.filter { !$0.isNumber }.flatMap { Self.folded[$0] ?? String($0) })
    }

    /// Letters that people leave the accent off, as they appear in the headings of ``HeaderWords``.
    private static let folded: [Character: String] = {
        var folded: [Character: String] = ["ß": "ss", "œ": "oe", "æ": "ae"]
        let families = [
            "a": "áàâäãå", "c": "ç", "e": "éèêë", "i": "íìîï", "n": "ñ", "o": "óòôöõø", "u": "úùûü", "y": "ýÿ", "ا": "أإآ",
        ]
        for (plain, accented) in families { for letter in accented { folded[letter] = plain } }
        return folded
    }()
}
