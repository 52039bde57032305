import Synchronization

/// A template's programs, one for each language: for good, or as of the files' last change.
final class Edition: Sendable {
    typealias Compile = @Sendable () throws(TemplateError) -> (programs: [Program], used: Set<String>)

    private struct Current {
        var programs: [Program]
        var stamps: [String: Sources.Stamp?]
        var checked = ContinuousClock.now
        /// The last attempt failed, so there is nothing to compare with.
        var broken = false
    }

    private let programs: [Program]
    private let current: Mutex<Current>
    private let sources: Sources
    private let compile: Compile

    init(watching sources: Sources, compile: @escaping Compile) throws(TemplateError) {
        let (programs, used) = try compile()
        self.programs = programs
        self.sources = sources
        self.compile = compile
        current = Mutex(Current(programs: programs, stamps: Self.stamps(of: used, in: sources)))
    }

    func program(_ language: Int) throws(TemplateError) -> Program {
        guard sources.reload else { return programs[language] }
        return try current.withLock { (current) throws(TemplateError) in
            try refresh(&current)
            return current.programs[language]
        }
    }

    /// Looks at the files, though not at every request, and compiles anew when one has changed.
    private func refresh(_ current: inout Current) throws(TemplateError) {
        guard current.broken || current.checked.duration(to: .now) >= .milliseconds(200) else { return }
        current.checked = .now
        guard current.broken || current.stamps.contains(where: { sources.stamp($0.key) != $0.value }) else { return }
        current.broken = true
        let (programs, used) = try compile()
        current = Current(programs: programs, stamps: Self.stamps(of: used, in: sources))
    }

    private static func stamps(of used: Set<String>, in sources: Sources) -> [String: Sources.Stamp?] {
        guard sources.reload else { return [:] }
        return Dictionary(uniqueKeysWithValues: used.map { ($0, sources.stamp($0)) })
    }
}
