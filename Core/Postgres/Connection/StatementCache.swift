/// The statements a connection has prepared, by their text: at most `capacity`, the least recently used leave first.
struct StatementCache {
    /// One prepared statement.
    struct Entry {
        var text: String
        /// The parameters' types it was prepared with.
        var types: [UInt32]
        /// Its name on the server, with the closing zero that C wants.
        var name: [CChar]
        /// Neighbours by use; -1 at the ends.
        fileprivate var newer = -1, older = -1
    }

    let capacity: Int
    private(set) var entries: [Entry] = []
    private var slots: [String: Int] = [:]
    private var free: [Int] = []
    private var newest = -1, oldest = -1
    private var serial = 0
    /// Names that left the cache and still have to be deallocated on the server.
    private(set) var condemned: [String] = []

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    var count: Int { slots.count }

    /// The slot of the statement prepared from `text` for these types, now the most recently used.
    mutating func slot(for text: String, types: some Sequence<UInt32>) -> Int? {
        guard let slot = slots[text] else { return nil }
        guard entries[slot].types.elementsEqual(types) else {
            remove(slot)
            return nil
        }
        if newest != slot {
            unlink(slot)
            linkNewest(slot)
        }
        return slot
    }

    /// Makes room for a statement and names it.
    mutating func insert(text: String, types: [UInt32]) -> Int {
        if slots.count >= capacity { remove(oldest) }
        serial += 1
        let entry = Entry(text: text, types: types, name: Array("k\(serial)".utf8CString))
        let slot = free.popLast() ?? entries.endIndex
        if slot == entries.endIndex { entries.append(entry) } else { entries[slot] = entry }
        slots[text] = slot
        linkNewest(slot)
        return slot
    }

    /// Forgets a statement that exists on the server.
    mutating func remove(_ slot: Int) {
        condemned.append(String(decoding: entries[slot].name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
        forget(slot)
    }

    /// Forgets the statement with this name, which the server does not have.
    mutating func forget(named name: [CChar]) {
        if let slot = slots.values.first(where: { entries[$0].name == name }) { forget(slot) }
    }

    /// Forgets everything: the server has nothing left, as after `DISCARD ALL`.
    mutating func forgetAll() {
        let names = serial
        self = StatementCache(capacity: capacity)
        serial = names
    }

    /// The server has deallocated it.
    mutating func buried(_ name: String) {
        condemned.removeAll { $0 == name }
    }

    private mutating func forget(_ slot: Int) {
        slots[entries[slot].text] = nil
        unlink(slot)
        free.append(slot)
    }

    private mutating func unlink(_ slot: Int) {
        let (newer, older) = (entries[slot].newer, entries[slot].older)
        if newer == -1 { newest = older } else { entries[newer].older = older }
        if older == -1 { oldest = newer } else { entries[older].newer = newer }
    }

    private mutating func linkNewest(_ slot: Int) {
        entries[slot].newer = -1
        entries[slot].older = newest
        if newest == -1 { oldest = slot } else { entries[newest].newer = slot }
        newest = slot
    }
}
