/// What a value looks like to a template, and how the renderer reads it where it lies.
struct Shape {
    indirect enum Kind {
        case text, integer, truth, html
        /// An enum that is a word: a case's raw string.
        case word(Word)
        /// How to tell is asked only when a template gets there, because a type may contain arrays of itself.
        case optional(Shape, presence: () -> Presence)
        case list(Shape, stride: Int, open: Open)
        case record(Record)
        /// What is never there.
        case nothing
        /// A type no template can show.
        case foreign
    }

    /// How to tell whether an optional has a value.
    enum Presence {
        /// Its memory, taken for an optional text's, tells.
        case text
        case test(Test)
    }

    typealias Word = @Sendable (UnsafeRawPointer) -> String
    typealias Test = @Sendable (UnsafeRawPointer) -> Bool
    typealias Open = @Sendable (UnsafeRawPointer) -> (first: UnsafeRawPointer?, count: Int)

    let kind: Kind
    /// The type's name, for people.
    let name: String
    /// The same for the same type.
    let id: ObjectIdentifier

    init(_ kind: Kind, of type: Any.Type) {
        self.init(kind, name: String(describing: type), id: ObjectIdentifier(type))
    }

    init(_ kind: Kind, name: String, id: ObjectIdentifier) {
        self.kind = kind
        self.name = name
        self.id = id
    }

    /// The shape of a type's values.
    init(of type: Any.Type) {
        if let slot = type as? any Slot.Type {
            self = slot.shape
        } else if let word = type as? any (RawRepresentable<String> & SendableMetatype).Type {
            self = Self.word(word)
        } else if let record = Record(type) {
            self.init(.record(record), of: type)
        } else {
            self.init(.foreign, of: type)
        }
    }

    private static func word<W: RawRepresentable<String> & SendableMetatype>(_ type: W.Type) -> Shape {
        Shape(.word { $0.assumingMemoryBound(to: W.self).pointee.rawValue }, of: type)
    }

    /// The shape below any optionals.
    var unwrapped: Shape {
        if case .optional(let wrapped, _) = kind { wrapped.unwrapped } else { self }
    }
}

/// The named values a struct holds.
final class Record {
    struct Field {
        let offset: Int
        let shape: Shape
    }

    let name: String
    private let find: () -> [String: Field]
    /// Looked up only when a template gets here, because a type may contain arrays of itself.
    lazy var fields: [String: Field] = find()

    init(name: String, fields: @escaping () -> [String: Field]) {
        self.name = name
        find = fields
    }
}

/// A type whose shape is known without looking into it.
protocol Slot {
    static var shape: Shape { get }
}

extension String: Slot { static var shape: Shape { Shape(.text, of: self) } }
extension Int: Slot { static var shape: Shape { Shape(.integer, of: self) } }
extension Bool: Slot { static var shape: Shape { Shape(.truth, of: self) } }
extension HTML: Slot { static var shape: Shape { Shape(.html, of: self) } }
extension Never: Slot { static var shape: Shape { Shape(.nothing, of: self) } }
