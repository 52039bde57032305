@testable import Markup

/// Data laid out in memory as a page with the same names and values would be, so that cases kept
/// as JSON go through the same binder and the same walker as pages do.
final class Data {
    let shape: Shape
    let address: UnsafeMutableRawPointer
    private var cleanup: [() -> Void] = []

    init(_ value: JSON) {
        shape = Shape(of: [value])
        address = .allocate(byteCount: max(1, shape.size), alignment: 16)
        write(value, shape, to: address)
    }

    deinit {
        for action in cleanup.reversed() { action() }
        address.deallocate()
    }

    private func write(_ value: JSON, _ shape: Shape, to address: UnsafeMutableRawPointer) {
        switch (shape.kind, value) {
        case (.optional(let wrapped, _), _): write(optional: value, wrapped, to: address)
        case (.text, .text(let text)): store(text, to: address)
        case (.text, .int(let int)): store("\(int)", to: address)
        case (.text, .bool(let bool)): store("\(bool)", to: address)
        case (.integer, .int(let int)): store(int, to: address)
        case (.truth, .bool(let bool)): store(bool, to: address)
        case (.list(let element, let stride, _), .list(let values)):
            let elements = UnsafeMutableRawPointer.allocate(byteCount: max(1, values.count * stride), alignment: 16)
            cleanup.append { elements.deallocate() }
            for (index, value) in values.enumerated() { write(value, element, to: elements + index * stride) }
            store(Elements(first: elements, count: values.count), to: address)
        case (.record(let record), .object(let values)):
            for (name, field) in record.fields { write(values[name] ?? .null, field.shape, to: address + field.offset) }
        default: break
        }
    }

    private func write(optional value: JSON, _ wrapped: Shape, to address: UnsafeMutableRawPointer) {
        if case .text = wrapped.kind {
            // Not the test's own layout: the walker knows an optional string without asking.
            var text: String?
            switch value {
            case .text(let some): text = some
            case .int(let some): text = "\(some)"
            case .bool(let some): text = "\(some)"
            default: break
            }
            return store(text, to: address)
        }
        guard case .null = value else {
            write(value, wrapped, to: address)
            return store(true, to: address + wrapped.size)
        }
        store(false, to: address + wrapped.size)
    }

    private func store<T>(_ value: T, to address: UnsafeMutableRawPointer) {
        let place = address.initializeMemory(as: T.self, repeating: value, count: 1)
        cleanup.append { place.deinitialize(count: 1) }
    }
}

private struct Elements {
    let first: UnsafeMutableRawPointer
    let count: Int
}

extension Shape {
    /// The shape that fits all the values: what is null in one of them is optional.
    init(of values: [JSON]) {
        let there = values.filter { if case .null = $0 { false } else { true } }
        let shape = Shape(there: there)
        guard there.count < values.count, !there.isEmpty else { self = shape; return }
        let size = shape.size
        // An optional string is the walker's, as `write(optional:)` stores it; any other has its flag behind the value.
        let presence: Presence = if case .text = shape.kind { .text } else {
            .test { $0.load(fromByteOffset: size, as: Bool.self) }
        }
        self.init(.optional(shape) { presence }, name: "\(shape.name)?", id: shape.id)
    }

    private init(there values: [JSON]) {
        var bools = 0, ints = 0
        var elements: [JSON] = [], objects: [[String: JSON]] = [], lists = 0
        for value in values {
            switch value {
            case .bool: bools += 1
            case .int: ints += 1
            case .list(let list): elements += list; lists += 1
            case .object(let object): objects.append(object)
            case .null, .text: break
            }
        }
        if values.isEmpty { self = Never.shape }
        else if bools == values.count { self = Bool.shape }
        else if ints == values.count { self = Int.shape }
        else if lists == values.count { self.init(list: Shape(of: elements)) }
        else if objects.count == values.count { self.init(objects: objects) }
        else { self = String.shape }
    }

    private init(list element: Shape) {
        let open: Open = { address in
            let elements = address.load(as: Elements.self)
            return (UnsafeRawPointer(elements.first), elements.count)
        }
        self.init(.list(element, stride: max(16, element.size), open: open), name: "[\(element.name)]", id: element.id)
    }

    private init(objects: [[String: JSON]]) {
        var fields: [String: Record.Field] = [:], offset = 0
        for name in Set(objects.flatMap(\.keys)).sorted() {
            let shape = Shape(of: objects.map { $0[name] ?? .null })
            fields[name] = Record.Field(offset: offset, shape: shape)
            offset += shape.size
        }
        let record = Record(name: "data") { fields }
        self.init(.record(record), name: "data", id: ObjectIdentifier(record))
    }

    /// In bytes, a multiple of 16 so that everything is aligned.
    var size: Int {
        switch kind {
        case .optional(let wrapped, _): if case .text = wrapped.kind { 16 } else { wrapped.size + 16 }
        case .record(let record): record.fields.values.map(\.shape.size).reduce(0, +)
        case .nothing: 0
        default: 16
        }
    }
}
