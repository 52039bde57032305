import Platform
import Web

/// `/businesses`: the businesses in which somebody has a seat, to go from one to another, and to start one more. Open to those who have
/// no seat any more, and to those whose business is suspended.
struct Businesses: Sendable {
    let portal: CustomerPortal
    static let path = "/businesses"
    private static let newPath = "/businesses/new"
    private static let access = Access.open(because: "who has signed in may have no seat, or one in a suspended business")

    var routes: [Route<Visit>] {
        [
            .get(Self.path, Self.access) { request, visit in
                try await signedIn(request) { session, person in
                    .page(BusinessesPage(try await portal.accounts.businesses(of: session), person, visit.voice, newPath: Self.newPath))
                }
            },
            .post(Self.path, Self.access) { (request: Request, visit: Visit) -> Answer<BusinessesPage> in try await go(request, visit) },
            .get(Self.newPath, Self.access) { request, visit in try await signedIn(request) { _, _ in .page(NewBusinessForm(visit.voice).page()) } },
            .post(Self.newPath, Self.access) { request, visit in try await signedIn(request) { session, person in try await start(request.form, session, person, visit) } },
        ]
    }

    private func go(_ request: Request, _ visit: Visit) async throws -> Answer<BusinessesPage> {
        try await signedIn(request) { session, person in
            guard let business = request.form["business"].flatMap(ID<Business>.init), try await portal.accounts.go(to: business, session: session)
            else { throw PageError.notFound }
            portal.entries.forget(person.id)
            // Some businesses let their people in through their provider only.
            guard try await portal.entries.entry(session) != nil else { return .seeOther(CompanySignIn.entering(business)) }
            return .seeOther(localPath(request.form["next"]) ?? "/home")
        }
    }

    private func start(_ typed: Form, _ session: [UInt8], _ person: Person, _ visit: Visit) async throws -> Answer<NewBusinessPage> {
        var form = NewBusinessForm(visit.voice, typed: typed)
        guard let business = form.business(language: person.language ?? visit.voice.language) else {
            return .page(form.page(), status: .unprocessableContent)
        }
        do {
            try await portal.accounts.start(business, session: session, from: visit.address)
        } catch let error as AccountError {
            return .page(form.page(error), status: error.status)
        }
        portal.entries.forget(person.id)
        return .seeOther("/home")
    }

    /// Who has not signed in does so first.
    private func signedIn<P: Page>(_ request: Request, _ body: ([UInt8], Person) async throws -> Answer<P>) async throws -> Answer<P> {
        guard let session = portal.cookie.digest(in: Cookies(request.headers)), let person = try await portal.accounts.person(session)
        else { return .seeOther("/sign-in?next=\(urlEscaped(request.method == .get ? request.path : Self.path))") }
        return try await body(session, person)
    }
}

/// Fills `templates/customer/businesses.mustache`.
struct BusinessesPage: Page {
    static let template = "customer/businesses"

    let businesses: [Entry]
    let newPath: String
    /// Whose they are.
    let email: String
    let signOutPath = "/sign-out"

    struct Entry: Sendable {
        let id: String
        let name: String
        let initials: String
        let role: String
        let isHere: Bool
        let isSuspended: Bool
    }

    init(_ businesses: [OwnBusiness], _ person: Person, _ voice: Voice, newPath: String) {
        self.businesses = businesses.map { business in
            Entry(
                id: business.id.description, name: business.name, initials: initials(business.name), role: business.roleName ?? voice.say(business.role.name),
                isHere: business.isHere, isSuspended: business.isSuspended)
        }
        self.newPath = newPath
        email = person.email
    }
}

/// Another business of somebody who has an account. Fills `templates/customer/new-business.mustache`.
struct NewBusinessPage: Page {
    static let template = "customer/new-business"

    /// Where the form posts.
    let action = "/businesses/new"
    let fields: [FormField]
    let error: String?
    let cancelPath = Businesses.path
}

/// What a further business is asked.
private struct NewBusinessForm {
    let voice: Voice
    let typed: Form
    var problems: [String: Phrase] = [:]

    init(_ voice: Voice, typed: Form = Form()) {
        self.voice = voice
        self.typed = typed
    }

    /// - Returns: nil when something is wrong; the page then says what.
    mutating func business(language: Language) -> NewBusiness? {
        let name = AccountEntry(typed).name("business_name", &problems), currency = AccountEntry(typed).currency(&problems)
        guard let name, let currency else { return nil }
        return NewBusiness(name: name, language: language, currency: currency)
    }

    func page(_ error: AccountError? = nil) -> NewBusinessPage {
        let wrong = problems.isEmpty ? nil : Phrase("platform.form.problems", ["count": .number(problems.count)])
        return NewBusinessPage(fields: [
            FormField(
                "business_name", label: voice.say("platform.fields.business_name"), error: problems["business_name"].map(voice.say), isRequired: true,
                hasFocus: true, .text(.init(.text, typed.text("business_name"), autocomplete: "organization", maxLength: 200))),
            FormField(
                "currency", label: voice.say("platform.fields.currency"), error: problems["currency"].map(voice.say), isRequired: true,
                .choice(.init(currencies(voice, chosen: typed["currency"] ?? "USD")))),
        ], error: (error?.message ?? wrong).map(voice.say))
    }
}
