import Platform
import Web

/// Puts a page into the frame of the operator's portal.
struct AdminStage<Context: Caller>: Stage {
    let templates: Templates
    let said: Said
    let frame: @Sendable (PageRequest, Context) -> AdminFrame

    func dress<P: Page>(_ page: P.Type) throws -> @Sendable (P, PageRequest, Context) async throws -> [UInt8] {
        let template = try templates.bind(page, in: AdminFrame.self)
        return { [frame] page, request, context in
            try template.render(page, in: frame(request, context), language: context.voice.edition)
        }
    }

    func seeOther(_ path: String, saying announcement: Announcement?) -> PageResponse {
        said.seeOther(path, saying: announcement)
    }
}
