import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("What is said of what somebody may do", .enabled(if: TestPlatform.isPossible))
struct ExplainingAccess {
    private static let roles: [BusinessRole] = BusinessRole.ladder + [
        BusinessRole(CustomRole(id: ID(), name: "Low", decisions: ["garden.plants.export": true, "account.keys.manage": true]), on: .viewer),
        BusinessRole(CustomRole(id: ID(), name: "High", decisions: ["garden.plants.read": false, "account.modules.leave": true]), on: .admin),
    ]

    private static func businesses(_ business: Business) -> [Business] {
        let bare = Entitlement(plan: "bare", name: "Bare", features: ["*": true, "garden": false])
        let statuses: [Business.Status] = [.active, .suspended(reason: "Unpaid", since: Date())]
        return statuses.flatMap { status in
            [Entitlement.everything, bare].flatMap { entitlement in
                [Set<Feature>(), [garden.feature]].map { off in
                    Business(
                        id: business.id, name: "Acme", status: status, currency: .usd, timeZone: .gmt, hue: 0, featuresOff: off,
                        entitlement: entitlement)
                }
            }
        }
    }

    @Test("is never another than what they are answered: for every permission, role, feature, plan and suspension")
    func agreeing() async throws {
        try await withGarden { platform, owner in
            var compared = 0
            for role in Self.roles {
                let member = Member(
                    id: ID(), user: ID(), name: "Anna", email: "", role: role.rung, customRole: role.custom, language: nil)
                for business in Self.businesses(owner.business) {
                    let scope = Scope(
                        business: business, member: member, permissions: platform.registry.permissions(of: member), voice: owner.voice, db: owner.db)
                    for (group, answers) in platform.registry.explanations(of: member, in: business) {
                        for answer in answers {
                            #expect(answer.refusal == scope.refusal(.member(answer.permission), of: group.module?.feature))
                            #expect(answer.role.allows == scope.may(answer.permission) && answer.isAllowed == (answer.refusal == nil))
                            compared += 1
                        }
                    }
                }
            }
            #expect(compared == platform.registry.permissions.count * Self.roles.count * 8)
        }
    }

    @Test("is said of every route as the route itself is decided")
    func routes() async throws {
        try await withGarden { platform, owner in
            for route in platform.registry.routes {
                guard case .member(let permission) = route.access else { Issue.record("\(route.path)"); continue }
                let answers = platform.registry.explanations(of: owner.member, in: owner.business).first { $0.group.module?.feature == route.feature }
                #expect(answers?.answers.contains { $0.permission == permission } == true, "\(route.path)")
            }
        }
    }

    @Test("names the link: the account, the suspension, the plan, the module, the rung, the role, or that only owners may")
    func links() async throws {
        try await withGarden { platform, owner in
            let registry = platform.registry
            func answer(_ name: String, _ role: BusinessRole, _ business: Business? = nil, isActive: Bool = true) -> Explanation? {
                let member = Member(id: ID(), user: ID(), name: "Anna", email: "", role: role.rung, customRole: role.custom, language: nil)
                return registry.explanations(of: member, in: business ?? owner.business, isActive: isActive).flatMap(\.answers).first { $0.permission.name == name }
            }
            let low = Self.roles[5], high = Self.roles[6], states = Self.businesses(owner.business)
            #expect(answer("garden.plants.read", .viewer)?.role == .rung(.viewer, allows: true))
            #expect(answer("garden.plants.export", .staff)?.role == .rung(.staff, allows: false))
            #expect(answer("garden.plants.export", low)?.role == .decided(allows: true) && answer("garden.plants.export", low)?.isAllowed == true)
            #expect(answer("garden.plants.read", high)?.role == .decided(allows: false))
            #expect(answer("account.modules.leave", high)?.role == .owners(allows: false) && answer("account.modules.leave", .owner)?.isAllowed == true)
            #expect(answer("garden.plants.read", .owner, isActive: false)?.refusal == .user)
            #expect(answer("garden.plants.read", .viewer, states[1])?.refusal == .feature(garden.feature))
            #expect(answer("garden.plants.read", .viewer, states[3])?.refusal == .plan(garden.feature, plan: "Bare"))
            #expect(answer("account.home.read", .viewer, states[3])?.refusal == nil)
            #expect(answer("account.home.read", .viewer, states[4])?.refusal == .subscription(reason: "Unpaid"))
        }
    }
}
