import Platform
import Support

/// What can be said of a module before anything is asked of it: its names, words and tables.
struct Declared: Sendable {
    let subject: Subject

    init(_ subject: Subject) { self.subject = subject }

    func faults(_ texts: TestTexts) async throws -> [Fault] {
        do {
            try await ModuleAudit(subject.registry, catalogue: subject.platform.voices.catalogue).check(subject.platform.app)
        } catch let error as ModuleError {
            return [Fault(error)]
        }
        return access() + (try await Tables(subject).faults())
    }

    private func access() -> [Fault] {
        subject.registry.routes(of: subject.module).compactMap { route in
            if case .member = route.access { return nil }
            return Fault(.access, "\(route.method.rawValue) \(route.path) asks for no member's permission. Give it .member(…) with one the module declares.")
        }
    }
}

extension Fault {
    /// What stops the start, as a fault.
    init(_ error: ModuleError) {
        self.init(error.rule, error.description)
    }
}

extension ModuleError {
    fileprivate var rule: Rule {
        switch self {
        case .badName, .duplicateModule, .duplicateRecord, .duplicatePermission, .duplicateRoute, .duplicateOperation, .duplicateField, .wrongView, .wrongOwner, .wrongLine,
            .missingModule, .circular, .unknownReference, .unknownPermission, .routeOutside: .names
        case .missingText: .texts
        case .noTable, .noColumn, .wrongColumn, .wronglyComputed, .linesNotSpread: .columns
        case .noWall, .noRules: .walls
        case .noIndex, .optionalSort, .notSearchable: .indexes
        }
    }
}
