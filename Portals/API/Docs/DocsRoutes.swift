public import Platform
import Synchronization
public import Web

extension APIPortal {
    /// The documentation, for anybody: `/docs`.
    /// - Parameters:
    ///   - visit: whoever asks.
    ///   - apologise: the page shown instead of one that is not there.
    public func docs(
        templates: Templates, visit: @escaping @Sendable (Envelope) -> Visit,
        apologise: @escaping @Sendable (Apology, Envelope) async throws -> Response
    ) -> Portal<Visit> {
        Portal(
            routes: DocsRoutes(books: DocsBooks(registry)).routes, stage: DocsStage(templates: templates), enter: { .come(visit($0)) },
            apologise: apologise)
    }
}

struct DocsRoutes: Sendable {
    let books: DocsBooks

    var routes: [Route<Visit>] {
        [
            .get(DocsBook.path, Self.access) { _, visit in .page(books.book(visit.voice).front) },
            .get("\(DocsBook.path)/{module}", Self.access) { request, visit in try page(request, visit, ["module"]) },
            .get("\(DocsBook.path)/{module}/{records}", Self.access) { request, visit in try page(request, visit, ["module", "records"]) },
        ]
    }

    private static let access = Access.open(because: "it says what there is, and nothing of anybody's")

    private func page(_ request: Request, _ visit: Visit, _ names: [String]) throws -> Answer<DocsOperationsPage> {
        let key = names.map { request.parameters[$0] ?? "" }.joined(separator: "/")
        guard let page = books.book(visit.voice).operations(key) else { throw PageError.notFound }
        return .page(page)
    }
}

/// The documentation in each language, made when it is first asked for: declarations do not change while the program runs.
final class DocsBooks: Sendable {
    private let registry: Registry
    private let made = Mutex<[Language: DocsBook]>([:])

    init(_ registry: Registry) { self.registry = registry }

    func book(_ voice: Voice) -> DocsBook {
        if let book = made.withLock({ $0[voice.language] }) { return book }
        let book = DocsBook(registry, voice: voice)
        made.withLock { $0[voice.language] = book }
        return book
    }
}

/// Puts the documentation into a frame without a menu.
private struct DocsStage: Stage {
    let templates: Templates

    func dress<P: Page>(_ page: P.Type) throws -> @Sendable (P, Request, Visit) async throws -> [UInt8] {
        let template = try templates.bind(P.self, in: DocsFrame.self)
        return { page, request, visit in
            let language = visit.voice.language
            let frame = DocsFrame(language: language.rawValue, direction: language.direction, languages: LanguageChoice.links(to: request.path))
            return try template.render(page, in: frame, language: visit.voice.edition)
        }
    }

    func seeOther(_ path: String, saying announcement: Announcement?) -> Response { .seeOther(path) }
}
