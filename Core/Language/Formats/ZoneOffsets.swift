import FoundationEssentials
import Synchronization

/// How far the clocks of a time zone are ahead of UTC. Foundation is asked once for each stretch of time in which they are
/// not changed, because its answer takes longer than all else that writing a time needs.
final class ZoneOffsets: Sendable {
    private struct Stretch {
        var from: Date
        let until: Date
        let seconds: Int
    }

    private let zone: TimeZone
    /// The last used, a handful: lists show moments close to one another.
    private let known = Mutex<[Stretch]>([])
    private static let most = 8

    init(_ zone: TimeZone) { self.zone = zone }

    /// Seconds ahead of UTC at that moment.
    func seconds(at moment: Date) -> Int {
        known.withLock { known in
            if let stretch = known.first(where: { $0.from <= moment && moment < $0.until }) { return stretch.seconds }
            let seconds = zone.secondsFromGMT(for: moment)
            let until = zone.nextDaylightSavingTimeTransition(after: moment) ?? .distantFuture
            if let index = known.firstIndex(where: { $0.until == until && $0.seconds == seconds && moment < $0.from }) {
                known[index].from = moment
            } else {
                if known.count == Self.most { known.removeFirst() }
                known.append(Stretch(from: moment, until: until, seconds: seconds))
            }
            return seconds
        }
    }
}
