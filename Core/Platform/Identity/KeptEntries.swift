import FoundationEssentials

/// Entries by the digest of their secret. Whose they are is kept beside it, so that forgetting somebody looks at nobody
/// else: that happens while requests wait.
struct KeptEntries {
    private var entries: [[UInt8]: Kept] = [:]
    /// The digests of a business and of a person, by their ids.
    private var digests: [UUID: Set<[UInt8]>] = [:]

    private struct Kept {
        let entry: Entry
        let until: ContinuousClock.Instant
        var owners: [UUID] { [entry.business.id.uuid, entry.member.user.uuid] }
    }

    var count: Int { entries.count }

    /// - Returns: nil also for one that was kept long enough.
    func entry(_ digest: [UInt8], at now: ContinuousClock.Instant = .now) -> Entry? {
        entries[digest].flatMap { $0.until > now ? $0.entry : nil }
    }

    mutating func keep(_ entry: Entry, under digest: [UInt8], until: ContinuousClock.Instant) {
        forget(digest)
        let kept = Kept(entry: entry, until: until)
        entries[digest] = kept
        for owner in kept.owners { digests[owner, default: []].insert(digest) }
    }

    /// Forgets everyone in that business, or that person.
    mutating func forget(_ owner: UUID) {
        for digest in digests[owner] ?? [] { forget(digest) }
    }

    private mutating func forget(_ digest: [UInt8]) {
        guard let kept = entries.removeValue(forKey: digest) else { return }
        for owner in kept.owners {
            digests[owner]?.remove(digest)
            if digests[owner]?.isEmpty == true { digests[owner] = nil }
        }
    }
}
