import FoundationEssentials
import Glibc
import Logging
import Platform

/// Writes each entry as one line of JSON to standard error.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level
    private let label: String

    init(label: String, level: Logger.Level) {
        self.label = label
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = #"{"time":"\#(Date().formatted(.iso8601))","level":"\#(event.level)","logger":\#(jsonString(label))"#
        line += #","message":\#(jsonString(event.message.description))"#
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            // Hummingbird's name for the request's id, under the name that stands on pages.
            line += #","\#(key == "hb.request.id" ? "request" : key)":\#(jsonString(value.description))"#
        }
        line += "}\n"
        // One write is one line, also when several threads log at once.
        let bytes = Array(line.utf8)
        _ = write(2, bytes, bytes.count)
    }
}
