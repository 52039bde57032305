/// Where a value lies while rendering: at an offset from the address in a register.
struct Place {
    var register: Int
    var offset: Int
    var shape: Shape

    /// The value inside, as an `Optional` begins with its payload.
    var unwrapped: Place { Place(register: register, offset: offset, shape: shape.unwrapped) }
}

/// A value found by its name, and the optionals on the way that have to be there.
struct Path {
    var guards: [Place] = []
    var place: Place

    /// Goes on through every optional.
    mutating func unwrap() {
        while case .optional(let wrapped, _) = place.shape.kind {
            guards.append(place)
            place.shape = wrapped
        }
    }
}

/// The values a template's names are looked up in, the innermost last.
struct Scope {
    var places: [Place]
    /// For each register, the one its list was read from.
    var parents: [Int?]

    /// Where a name leads.
    /// - Throws: a sentence that says which part of the name is not there, and what is.
    func find(_ name: String) throws(Unknown) -> Path {
        guard name != "." else { return Path(place: places[places.count - 1]) }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        for place in places.reversed() {
            var path = Path(place: place)
            guard step(parts[0], &path) else { continue }
            for part in parts.dropFirst() {
                let before = path.place.shape.unwrapped
                guard step(part, &path) else { throw Unknown(part, in: [before]) }
            }
            return path
        }
        throw Unknown(parts[0], in: places.reversed().map(\.shape.unwrapped))
    }

    private func step(_ part: String, _ path: inout Path) -> Bool {
        guard case .record(let record) = path.place.shape.unwrapped.kind, let field = record.fields[part] else {
            return false
        }
        path.unwrap()
        path.place.offset += field.offset
        path.place.shape = field.shape
        return true
    }

    /// The scope within a list: the element in a register of its own.
    func element(_ shape: Shape, of list: Place) -> Scope {
        var inner = self
        inner.places.append(Place(register: parents.count, offset: 0, shape: shape))
        inner.parents.append(list.register)
        return inner
    }

    /// The scope within a section that is not a list.
    func value(_ place: Place) -> Scope {
        var inner = self
        inner.places.append(place)
        return inner
    }

    /// The places a name can reach: a struct hides others of its type further out, and only the
    /// innermost value can be meant by `{{.}}`.
    var reachable: [Place] {
        places.indices.filter { index in
            guard index < places.count - 1 else { return true }
            guard case .record = places[index].shape.unwrapped.kind else { return false }
            return !places[(index + 1)...].contains { $0.shape.id == places[index].shape.id }
        }.map { places[$0] }
    }

    /// Whether the innermost value is an element, however deep, of a list in the given register's value.
    func descends(from register: Int) -> Bool {
        var at = parents[places[places.count - 1].register]
        while let current = at {
            if current == register { return true }
            at = parents[current]
        }
        return false
    }
}

/// A name that is not there.
struct Unknown: Error {
    let message: String

    init(_ name: String, in shapes: [Shape]) {
        var seen: Set<ObjectIdentifier> = []
        let records = shapes.compactMap { shape -> Record? in
            guard case .record(let record) = shape.kind, seen.insert(shape.id).inserted else { return nil }
            return record
        }
        let owners = records.isEmpty ? shapes.prefix(1).map(\.name) : records.map(\.name)
        let names = records.flatMap(\.fields.keys)
        message = "\(owners.joined(separator: " and ")) has no “\(name)”." + suggestion(for: name, among: names)
    }
}
