import FoundationEssentials
public import Logging
import HTTPTypes
import Postgres
import Synchronization

/// Checks and imports files in the background, for all businesses.
///
/// What is to be done stands in the database, so any number of nodes may run one: whoever is free takes the
/// next. When a node dies, another begins its imports anew after `patience`; nothing of them was kept, because
/// an import is one transaction.
public struct ImportRunner: Sendable {
    private let seats: Seats
    private let logger: Logger
    private let most: Int
    private let patience: Duration
    /// How often a runner says that it lives, and how far it is.
    private static let pulse = Duration.milliseconds(500)
    /// After so many runs that died on the way, the file itself must be what kills them.
    private static let mostAttempts = 5

    /// - Parameters:
    ///   - most: imports at a time; each holds one or two connections of the pool.
    ///   - patience: how long a runner may not be seen before its imports are taken over.
    public init(_ seats: Seats, logger: Logger, most: Int = 2, patience: Duration = .seconds(10)) {
        self.seats = seats
        self.logger = logger
        self.most = most
        self.patience = patience
    }

    /// Works until the task is cancelled. What is under way is then given up, and left to the next runner.
    public func run() async throws {
        let (bell, ring) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let hands = Hands()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { for try await _ in seats.pool.notifications(on: [Imports.channel]) { ring.yield() } }
            group.addTask { while (try? await Task.sleep(for: .seconds(2))) != nil { ring.yield() } }
            for await _ in bell {
                while hands.busy.withLock({ $0 }) < most, let lease = await claim() {
                    hands.busy.withLock { $0 += 1 }
                    group.addTask {
                        await work(lease)
                        hands.busy.withLock { $0 -= 1 }
                        ring.yield()
                    }
                }
            }
            group.cancelAll()
        }
    }

    private func claim() async -> ImportLease? {
        let runner = UUID()
        let seconds = Double(patience.components.seconds) + Double(patience.components.attoseconds) / 1e18
        do {
            let claimed = try await seats.pool.write(Query.first("""
                select business_id, id from kontor.claim_import(\(runner), make_interval(secs => \(seconds)))
                """) { row in (try row.next(ID<Business>.self), try row.next(ID<StoredImport>.self)) })
            return claimed.map { ImportLease(business: $0.0, id: $0.1, runner: runner) }
        } catch {
            logger.warning("cannot ask for imports", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private func work(_ lease: ImportLease) async {
        let db = Database(seats.pool, of: lease.business).ruled(by: .none)
        do {
            try await perform(lease, db)
        } catch is ImportLease.Lost {
            logger.warning("another runner took the import over", metadata: ["import": "\(lease.id)"])
        } catch {
            await settle(error, lease, db)
        }
    }

    private func perform(_ lease: ImportLease, _ db: Database<Business>) async throws {
        let stored = try await db.first("select \(StoredImport.columns) from imports where id = \(lease.id)", as: StoredImport.init(row:))
        guard let stored, let work = seats.registry.importing(of: stored.record) else { throw PageError.notFound }
        guard stored.attempts <= Self.mostAttempts else { throw ImportFailure.tooManyAttempts }
        guard let scope = try await seats.scope(of: stored.member, in: lease.business, from: Origin(.import, assist: stored.assist)) else { throw ImportFailure.noMember }
        guard seats.registry.has(stored.record, scope.business) else { throw ImportFailure.switchedOff }
        let progress = ImportProgress()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                switch stored.state {
                case .checking: try await lease.checked(work.check(stored, scope, progress), in: db)
                case .undoing: try await work.undo(stored, scope, lease, progress)
                case .uploading, .uploaded, .checked, .running, .done, .failed, .undone:
                    try await work.write(stored, scope, lease, progress)
                }
                return true
            }
            group.addTask { try await beat(lease, progress, db) }
            // Whichever ends first: the work is done, or the lease was lost.
            _ = try await group.next()
            group.cancelAll()
        }
    }

    /// Says again and again that the runner lives. That it cannot be said for a moment ends nothing while nobody
    /// else may take the import over.
    private func beat(_ lease: ImportLease, _ progress: ImportProgress, _ db: Database<Business>) async throws -> Never {
        var seen = ContinuousClock.now
        while true {
            try await Task.sleep(for: Self.pulse)
            let now = ContinuousClock.now
            do {
                try await lease.report(progress, in: db)
                seen = now
            } catch let error as DatabaseError where error.isUnavailable && seen.duration(to: .now) < patience {
                logger.warning("an import's runner could not be seen", metadata: ["import": "\(lease.id)", "error": "\(error)"])
            }
        }
    }

    /// Says why an import ended, or leaves it to the next runner when only the circumstances were against it.
    private func settle(_ error: any Error, _ lease: ImportLease, _ db: Database<Business>) async {
        let voice = seats.voices.voice(.en)
        let isPassing = Task.isCancelled || (error as? DatabaseError).map { $0.isUnavailable || $0.isSerializationFailure || $0.isCancelled } ?? false
        // What explains itself to whoever ordered it is no mistake of ours.
        let level: Logger.Level = error is any UserFacingError ? .info : .error
        if !isPassing { logger.log(level: level, "an import failed", metadata: ["import": "\(lease.id)", "error": "\(error)"]) }
        // A task of its own: this one may be cancelled, and the import would wait for the runner's death to be noticed.
        let said = Task {
            if isPassing {
                try await release(lease, db)
            } else {
                try await lease.fail((error as? any UserFacingError)?.message ?? "imports.failed.sorry", voice, in: db)
            }
        }
        if case .failure(let error) = await said.result {
            logger.warning("an import's end could not be noted; it will be begun anew", metadata: ["error": "\(error)"])
        }
    }
}

extension ImportRunner {
    /// Waits for the database where that was what went away, until somebody else may take the import over.
    private func release(_ lease: ImportLease, _ db: Database<Business>) async throws {
        let end = ContinuousClock.now + patience
        while true {
            do {
                return try await lease.release(in: db)
            } catch let error as DatabaseError where error.isUnavailable && error.kind != .poolClosed && .now < end {
                try await Task.sleep(for: Self.pulse)
            }
        }
    }
}

/// How many imports are under way.
private final class Hands: Sendable {
    let busy = Mutex(0)
}

/// Why an import cannot be done.
enum ImportFailure: UserFacingError {
    case tooManyAttempts
    /// Whoever ordered it has no seat any more, or was deactivated.
    case noMember
    /// The module of the records was switched off.
    case switchedOff
    /// A field that a column goes into is not there any more, or not for this member to fill in.
    case columnsGone

    var status: HTTPResponse.Status { .unprocessableContent }
    var message: Phrase {
        switch self {
        case .tooManyAttempts: "imports.failed.too_many_attempts"
        case .noMember: "imports.failed.no_member"
        case .switchedOff: "imports.failed.switched_off"
        case .columnsGone: "imports.failed.columns_gone"
        }
    }
}
