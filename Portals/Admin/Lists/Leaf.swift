import Platform
import Web

/// One page of a list: its rows from the newest to the oldest, and the way to those on either side.
struct Leaf<Entry: Sendable>: Sendable {
    let entries: [Entry]
    let pager: Pager?

    /// - Parameter found: in the order read, with one too many where there are more.
    init(_ found: [Entry], _ sought: Sought, path: String, id: (Entry) -> String) {
        let hasMore = found.count > Sought.most
        let page = Array(found.prefix(Sought.most))
        let (hasNewer, hasOlder) = switch sought.start {
        case .first: (false, hasMore)
        case .after: (true, hasMore)
        case .before: (hasMore, true)
        }
        if case .before = sought.start { entries = page.reversed() } else { entries = page }
        let newer = hasNewer ? entries.first.map { address(path, sought.query.with("before", id($0))) } : nil
        let older = hasOlder ? entries.last.map { address(path, sought.query.with("after", id($0))) } : nil
        pager = newer == nil && older == nil ? nil : Pager(previousPath: newer, nextPath: older)
    }
}
