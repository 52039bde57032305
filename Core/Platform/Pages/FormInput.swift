extension FormField {
    /// One line of text, or what browsers have a field of their own for.
    public struct TextInput: Sendable {
        public enum Kind: String, Sendable { case text, email, tel, url, password, date }

        public let type: String
        public let value: String
        /// What a browser may fill in by itself, in HTML's words: `email`, `new-password`, …
        public let autocomplete: String
        /// Which keys a phone shows, in HTML's words: `numeric`, `decimal`, …
        public let inputMode: String?
        public let maxLength: Int?

        public init(
            _ kind: Kind = .text, _ value: String = "", autocomplete: String = "off",
            inputMode: String? = nil, maxLength: Int? = nil
        ) {
            type = kind.rawValue
            self.value = value
            self.autocomplete = autocomplete
            self.inputMode = inputMode
            self.maxLength = maxLength
        }
    }

    /// Several lines of text.
    public struct LongText: Sendable {
        public let value: String
        public let maxLength: Int?

        public init(_ value: String = "", maxLength: Int? = nil) {
            self.value = value
            self.maxLength = maxLength
        }
    }

    /// One of a few known values.
    public struct ChoiceInput: Sendable {
        public let options: [Choice]

        /// - Parameter options: begins with an empty one when the answer may be left out.
        public init(_ options: [Choice]) { self.options = options }
    }

    /// Yes or no; sent as `true` when checked, not at all otherwise.
    public struct Checkbox: Sendable {
        public let isChecked: Bool

        public init(_ isChecked: Bool = false) { self.isChecked = isChecked }
    }

    /// A file, sent as `<name>.upload`; the one there is goes along by its id, and away where `<name>.remove` is sent.
    public struct FileInput: Sendable {
        /// The id of the file there is; empty without one.
        public let value: String
        /// What it is called.
        public let fileName: String?
        public let path: String?
        /// Where it is an image, the same path.
        public let imagePath: String?
        /// What browsers offer to choose, as HTML's `accept` has it.
        public let accept: String?

        public init(_ value: String, name: String?, isImage: Bool) {
            self.value = value
            fileName = name
            path = name.map { "/files/\(value)/\(urlEscaped($0))" }
            imagePath = isImage ? path : nil
            accept = isImage ? MediaType.images.joined(separator: ",") : nil
        }
    }

    /// Another record: a select, which a script turns into a search as you type.
    public struct ReferenceInput: Sendable {
        /// Answers `?q=` with a `PickerFragment`.
        public let pickerPath: String
        /// The first records, the chosen one among them; begins with an empty one when
        /// the answer may be left out.
        public let options: [Choice]

        public init(pickerPath: String, options: [Choice]) {
            self.pickerPath = pickerPath
            self.options = options
        }
    }
}
