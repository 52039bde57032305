import Platform

/// What keys may do, in words: a permission's record and what is done with it.
struct ScopeWords: Sendable {
    let registry: Registry
    let scope: Scope

    /// All that this member may give to a key, by module.
    var groups: [(title: String, subjects: [Subject])] {
        offers.map { (scope.say($0.title), subjects($0.permissions.map(\.name))) }.filter { !$0.subjects.isEmpty }
    }

    /// The same in one row, and in that order.
    var offered: [Permission] { offers.flatMap(\.permissions) }

    private var offers: [(title: Phrase, permissions: [Permission])] {
        let modules = registry.modules.filter { scope.business.has($0.feature) }
        let account = registry.permissions.filter { $0.name.hasPrefix("account.") }
        return modules.map { (Phrase("\($0.id).name"), $0.allPermissions.filter(scope.mayGive)) }
            + [("platform.home.business", account.filter(scope.mayGive))]
    }

    /// A kind of thing, such as `crm.customers`, and the permissions that are about it.
    struct Subject: Sendable {
        let id: String
        let what: String
        fileprivate(set) var permissions: [String]

        /// With those of its permissions alone for which it holds; nil where that is none.
        func narrowed(_ holds: (_ permission: String, _ what: String) -> Bool) -> Subject? {
            var subject = self
            subject.permissions = permissions.filter { holds($0, what) }
            return subject.permissions.isEmpty ? nil : subject
        }
    }

    /// In the order they first come up.
    func subjects(_ permissions: [String]) -> [Subject] {
        var subjects: [Subject] = []
        for permission in permissions {
            let id = permission.split(separator: ".").dropLast().joined(separator: ".")
            if let index = subjects.firstIndex(where: { $0.id == id }) {
                subjects[index].permissions.append(permission)
            } else {
                subjects.append(Subject(id: id, what: what(id), permissions: [permission]))
            }
        }
        return subjects
    }

    private func what(_ subject: String) -> String {
        switch subject {
        case "account.files": scope.say("platform.files.title")
        case "account.members": scope.say("platform.home.members")
        case "account.modules": scope.say("customer.modules.title")
        case "account.fields": scope.say("platform.custom.title")
        case "account.access": scope.say("platform.access.title")
        case "account.search": scope.say("customer.search.title")
        case "account.views": scope.say("platform.saved.title")
        case "account.plan": scope.say("customer.plan.title")
        case "account.settings": scope.say("platform.home.settings")
        case "account.home": scope.say("platform.home.title")
        case "account.profile": scope.say("common.profile")
        case "account.keys": scope.say("platform.keys.title")
        case "account.directory": scope.say("scim.title")
        case "account.privacy": scope.say("privacy.title")
        case "account.roles": scope.say("customer.roles.title")
        default: said("\(subject).plural") ?? subject
        }
    }

    /// What is done, e.g. `Read`; a permission that has no words is shown by its name.
    func doing(_ permission: String) -> String {
        let last = permission.split(separator: ".").last.map(String.init) ?? permission
        return said("platform.keys.doings.\(last)") ?? last
    }

    private func said(_ key: String) -> String? { scope.voice.catalogue.text(key, scope.voice.language) }

    /// All of a key's scopes, e.g. `Customers: read and add · Companies: everything`.
    func summary(_ scopes: [String]) -> String {
        subjects(scopes).map { subject in
            let all = registry.permissions.filter { $0.name.hasPrefix(subject.id + ".") }
            let doings = all.count > 1 && all.allSatisfy { subject.permissions.contains($0.name) }
                ? scope.say("platform.keys.everything") : scope.formats.list(subject.permissions.map { doing($0).lowercased() })
            return scope.say(Phrase("platform.keys.may", ["what": .text(subject.what), "doings": .text(doings)]))
        }.joined(separator: " · ")
    }
}
