/// Holds tasks back until it is opened.
public actor Barrier {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    public init() {}

    public func open() {
        isOpen = true
        for task in waiting { task.resume() }
        waiting = []
    }

    public func wait() async {
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }
}
