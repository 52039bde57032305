import FoundationEssentials

/// Entries by what was shown for them. Whose they are is kept beside it, so that forgetting somebody looks at nobody
/// else: that happens while requests wait.
struct KeptEntries {
    private var entries: [Credential: Kept] = [:]
    /// What opens a business, and what a person comes in by, by their ids.
    private var credentials: [UUID: Set<Credential>] = [:]

    private struct Kept {
        let entry: Entry
        let until: ContinuousClock.Instant
        var owners: [UUID] { [entry.business.id.uuid, entry.member.user.uuid] }
    }

    var count: Int { entries.count }

    /// - Returns: nil also for one that was kept long enough.
    func entry(_ credential: Credential, at now: ContinuousClock.Instant = .now) -> Entry? {
        entries[credential].flatMap { $0.until > now ? $0.entry : nil }
    }

    mutating func keep(_ entry: Entry, under credential: Credential, until: ContinuousClock.Instant) {
        forget(credential)
        let kept = Kept(entry: entry, until: until)
        entries[credential] = kept
        for owner in kept.owners { credentials[owner, default: []].insert(credential) }
    }

    /// Forgets everyone in that business, or that person.
    mutating func forget(_ owner: UUID) {
        for credential in credentials[owner] ?? [] { forget(credential) }
    }

    private mutating func forget(_ credential: Credential) {
        guard let kept = entries.removeValue(forKey: credential) else { return }
        for owner in kept.owners {
            credentials[owner]?.remove(credential)
            if credentials[owner]?.isEmpty == true { credentials[owner] = nil }
        }
    }
}
