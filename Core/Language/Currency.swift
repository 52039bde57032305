/// A currency in use today, by its ISO 4217 code. A code that is none cannot be made.
public struct Currency: Hashable, Sendable, RawRepresentable {
    /// The code: three capital letters.
    public let rawValue: String
    /// How many decimals its minor unit is: 2 for EUR (cents), 0 for JPY, 3 for KWD.
    public let digits: Int

    /// - Returns: nil unless the code, written in capitals, is in ISO 4217's list of active national currencies.
    public init?(rawValue code: String) {
        guard let digits = Self.digitsByCode[code] else { return nil }
        self.init(code, digits: digits)
    }

    /// Reads a code as people type it: any case, spaces around it.
    public init?(typed text: String) {
        self.init(rawValue: String(text.filter { !$0.isWhitespace }).uppercased())
    }

    init(_ code: String, digits: Int) {
        rawValue = code
        self.digits = digits
    }

    /// Minor units in one major unit: 100 for EUR, 1 for JPY, 1000 for KWD.
    public var minorUnits: Int64 { (0..<digits).reduce(1) { power, _ in power * 10 } }

    /// The code says it all; pages look currencies up for every amount.
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }

    public static let usd = Currency("USD", digits: 2)
    public static let eur = Currency("EUR", digits: 2)
    public static let inr = Currency("INR", digits: 2)
    public static let jpy = Currency("JPY", digits: 0)
    public static let cny = Currency("CNY", digits: 2)
    public static let aed = Currency("AED", digits: 2)

    /// The ones most businesses pick from, the most traded first; `all` has the rest.
    public static let common: [Currency] = """
        USD EUR GBP JPY CNY INR AED CHF CAD AUD NZD HKD SGD SEK NOK DKK PLN CZK HUF TRY \
        ZAR MXN BRL ARS CLP COP KRW TWD THB IDR MYR PHP VND SAR QAR KWD BHD OMR JOD EGP MAD ILS PKR BDT NGN KES
        """.split(separator: " ").compactMap { Currency(rawValue: String($0)) }

    /// Every active national currency, by code.
    public static let all: [Currency] = digitsByCode.keys.sorted().compactMap(Currency.init(rawValue:))
}

extension Currency: Codable {
    public init(from decoder: any Decoder) throws {
        let code = try decoder.singleValueContainer().decode(String.self)
        guard let currency = Currency(rawValue: code) else {
            throw DecodingError.dataCorrupted(.init(
                codingPath: decoder.codingPath, debugDescription: "no ISO 4217 currency code"))
        }
        self = currency
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
