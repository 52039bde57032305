// The one place that reads values by their address.
//
// Why that is safe: an offset or element comes from the runtime's own description of exactly the
// type that is read (`_forEachField` for a struct's stored properties, the generic parameter of
// `Optional` and `Array` for what they hold), and a template is only ever rendered with the page
// and frame types it was bound to. Addresses never outlive the render call, which borrows the
// page and the frame, so nothing they own is changed or freed meanwhile: an array's elements stay
// where they are. Values are read in place, neither moved nor kept. A payload lies at the
// beginning of its `Optional`.

@_spi(Reflection) import Swift

extension Record {
    /// The stored properties of a struct, or `nil` for a type that is none or is the standard
    /// library's or Foundation's, whose properties nobody should know.
    convenience init?<T>(_ type: T.Type) {
        let module = String(reflecting: type)
        guard Boxed<T>.kind == .struct || type == Void.self,
            !module.hasPrefix("Swift."), !module.hasPrefix("Foundation")
        else { return nil }
        self.init(name: String(describing: type)) {
            var fields: [String: Field] = [:]
            guard type != Void.self else { return fields }
            _ = _forEachField(of: type) { name, offset, type, _ in
                fields[String(cString: name)] = Field(offset: offset, shape: Shape(of: type))
                return true
            }
            return fields
        }
    }
}

/// The runtime tells kinds of properties only, so a type becomes one to learn its kind.
private struct Boxed<T> {
    let value: T

    static var kind: _MetadataKind? {
        var found: _MetadataKind?
        _ = _forEachField(of: Self.self) { _, _, _, kind in
            found = kind
            return true
        }
        return found
    }
}

extension Optional: Slot {
    static var shape: Shape {
        let wrapped = Shape(of: Wrapped.self)
        return Shape(.optional(wrapped) {
            wrapped.beginsWithText && noneLooksLikeNoText
                ? .text : .test { isSome($0.assumingMemoryBound(to: Self.self).pointee) }
        }, of: self)
    }

    /// Whether `nil` lies in memory as a `String?` that is `nil` does. If so, a value that begins with a text is there
    /// exactly when that text is: no text there is looks like one that is not.
    private static var noneLooksLikeNoText: Bool {
        guard MemoryLayout<Self>.size >= MemoryLayout<String?>.size else { return false }
        let none: Self = nil
        return withUnsafePointer(to: none) { UnsafeRawPointer($0).isSomeText == false }
    }
}

extension Shape {
    /// Whether what lies first in memory is a text.
    fileprivate var beginsWithText: Bool {
        switch kind {
        case .text: true
        case .record(let record): record.fields.values.contains { $0.offset == 0 && $0.shape.beginsWithText }
        default: false
        }
    }
}

/// Told without copying the value, which a comparison would do for a type it knows only when it runs.
private func isSome<Wrapped: ~Copyable>(_ value: borrowing Wrapped?) -> Bool {
    switch value {
    case .some: true
    case .none: false
    }
}

extension Array: Slot {
    static var shape: Shape {
        Shape(.list(Shape(of: Element.self), stride: MemoryLayout<Element>.stride) { address in
            address.assumingMemoryBound(to: Self.self).pointee.withUnsafeBufferPointer {
                (UnsafeRawPointer($0.baseAddress), $0.count)
            }
        }, of: self)
    }
}

extension UnsafeRawPointer {
    @inline(__always)
    func withText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        let text = assumingMemoryBound(to: String.self)
        // Never nil for a Swift string on Linux; a string bridged from elsewhere takes a copy.
        if text.pointee.utf8.withContiguousStorageIfAvailable(body) == nil {
            Array(text.pointee.utf8).withUnsafeBufferPointer(body)
        }
    }

    @inline(__always)
    func withHTML(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        assumingMemoryBound(to: HTML.self).pointee.bytes.withUnsafeBufferPointer(body)
    }

    var integer: Int { assumingMemoryBound(to: Int.self).pointee }
    var truth: Bool { assumingMemoryBound(to: Bool.self).pointee }
    var isSomeText: Bool { assumingMemoryBound(to: String?.self).pointee != nil }
    var isEmptyText: Bool { assumingMemoryBound(to: String.self).pointee.isEmpty }
    var isEmptyHTML: Bool { assumingMemoryBound(to: HTML.self).pointee.bytes.isEmpty }
}
