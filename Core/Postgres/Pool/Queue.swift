/// First in, first out, in constant time.
struct Queue<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { count == 0 }
    var first: Element? { isEmpty ? nil : elements[head] }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        defer {
            head += 1
            if head == elements.count || head > 64 && head > elements.count / 2 {
                elements.removeFirst(head)
                head = 0
            }
        }
        return elements[head].take()
    }

    /// Takes out the first that fits, wherever it stands.
    mutating func remove(where fits: (Element) -> Bool) -> Element? {
        guard let index = elements[head...].firstIndex(where: { $0.map(fits) ?? false }) else { return nil }
        return elements.remove(at: index)
    }
}
