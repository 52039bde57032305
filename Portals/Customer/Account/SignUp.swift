import Platform
import Web

/// Registers a person and their business in one step.
struct SignUp: Sendable {
    let portal: CustomerPortal
    private static let access = Access.open(because: "new businesses come in here")

    var routes: [Route<Visit>] {
        [
            .get("/sign-up", Self.access) { request, visit in
                .page(SignUpForm(visit.voice, typed: Form([("plan", request.query.text("plan"))]), offers: try await offers()).page(words(visit)))
            },
            .post("/sign-up", Self.access) { request, visit in try await signUp(request, visit) },
        ]
    }

    private func signUp(_ request: Request, _ visit: Visit) async throws -> Answer<RegisterPage> {
        var form = SignUpForm(visit.voice, typed: request.form, offers: try await offers())
        guard let registration = form.registration() else {
            return .page(form.page(words(visit)), status: .unprocessableContent)
        }
        do {
            let link = Secret()
            try await portal.accounts.register(registration, from: visit.address, showing: link, by: try mail(link, to: registration.email, visit))
        } catch let error as AccountError {
            form.problems[error == .breached ? "password" : "email"] = error.message
            return .page(form.page(words(visit)), status: error.status)
        }
        let device = Device(address: visit.address, agent: visit.agent, replacing: portal.cookie.digest(in: Cookies(request.headers)))
        return .other(portal.entered(try await portal.accounts.enter(registration, with: device), on: device, at: "/home"))
    }

    private func offers() async throws -> [Plan] {
        let plans = try await Database(visitors: portal.pool).rows(
            "select \(Plan.columns) from plans p where p.retired_at is null order by p.position, p.plan_name, p.id", as: Plan.init(row:))
        return plans.filter { $0.isForSale || $0.isDefault }
    }

    private func words(_ visit: Visit) -> PlanWords { PlanWords(portal.registry, visit.voice) }
}

extension SignUp {
    /// Asks to confirm the address; nil where no mail is sent.
    private func mail(_ link: Secret, to email: EmailAddress, _ visit: Visit) throws -> Mail? {
        guard portal.delivery != .none else { return nil }
        return try portal.letters.mail(PeopleLetters(voice: visit.voice).address(link, isNew: false), to: email, voice: visit.voice)
    }
}

/// What a new business is asked.
private struct SignUpForm {
    let voice: Voice
    let typed: Form
    /// What is sold.
    let offers: [Plan]
    var problems: [String: Phrase] = [:]

    init(_ voice: Voice, typed: Form, offers: [Plan]) {
        self.voice = voice
        self.typed = typed
        self.offers = offers
    }

    /// What was chosen, or the usual one.
    private var plan: Plan? { offers.first { $0.code == typed.text("plan") } ?? offers.first(where: \.isDefault) }

    /// - Returns: nil when something is wrong; `problems` then says what, by field.
    mutating func registration() -> Registration? {
        let entry = AccountEntry(typed)
        let business = entry.name("business_name", &problems)
        let name = entry.name("name", &problems)
        let email = entry.email(&problems)
        let password = entry.newPassword("password", &problems)
        let currency = entry.currency(&problems)
        guard problems.isEmpty, let business, let name, let email, let password, let currency else { return nil }
        return Registration(
            name: name, email: email, password: password, businessName: business, language: voice.language,
            currency: currency, plan: plan?.code)
    }

    func page(_ words: PlanWords) -> RegisterPage {
        RegisterPage(
            action: "/sign-up",
            fields: [
                field("business_name", .text(.init(.text, typed.text("business_name"), autocomplete: "organization", maxLength: 200))),
                field("name", .text(.init(.text, typed.text("name"), autocomplete: "name", maxLength: 200))),
                field("email", .text(.init(.email, typed.text("email"), autocomplete: "email", inputMode: "email", maxLength: 254))),
                field("password", help: Phrase("platform.help.password", ["least": .number(Passwords.shortest)]),
                    .text(.init(.password, autocomplete: "new-password"))),
                field("currency", .choice(.init(currencies(voice, chosen: typed["currency"] ?? "USD")))),
            ] + plans(words),
            error: problems.isEmpty ? nil : voice.say(Phrase("platform.form.problems", ["count": .number(problems.count)])),
            signInPath: "/sign-in")
    }

    /// Nothing is asked where there is nothing to choose.
    private func plans(_ words: PlanWords) -> [FormField] {
        guard offers.count > 1 else { return [] }
        let choices = offers.map { offer in
            guard let price = words.price(offer, by: offer.monthly == nil ? .year : .month) else {
                return Choice(offer.code, offer.name, isSelected: offer.id == plan?.id)
            }
            let key = offer.trialDays > 0 ? "platform.plans.choice_trial" : "platform.plans.choice"
            return Choice(offer.code, voice.say(Phrase(key, [
                "plan": .text(offer.name), "price": .text(price), "count": .number(offer.trialDays),
            ])), isSelected: offer.id == plan?.id)
        }
        return [field("plan", help: "platform.help.plan", .choice(.init(choices)))]
    }

    private func field(_ name: String, help: Phrase? = nil, _ input: FormField.Input) -> FormField {
        let first = ["business_name", "name", "email", "password", "currency"].first { problems[$0] != nil } ?? "business_name"
        return FormField(
            name, label: voice.say(Phrase("platform.fields.\(name)")), help: help.map(voice.say), error: problems[name].map(voice.say),
            isRequired: true, hasFocus: name == first, input)
    }
}

/// The currencies to choose from, by their names.
func currencies(_ voice: Voice, chosen: String) -> [Choice] {
    let all = Currency.common.contains { $0.rawValue == chosen }
        ? Currency.common : Currency.common + [Currency(rawValue: chosen)].compactMap(\.self)
    return all.map { Choice($0.rawValue, "\($0.rawValue) – \(voice.formats.name(of: $0))", isSelected: $0.rawValue == chosen) }
}
