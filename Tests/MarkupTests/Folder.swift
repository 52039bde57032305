import FoundationEssentials
import Markup

/// A folder of templates that is there as long as this is.
final class Folder: Sendable {
    let path: String

    init(_ files: [String: String]) throws {
        path = FileManager.default.temporaryDirectory.path + "/markup-\(UUID().uuidString)"
        for (name, text) in files { try write(text, to: name) }
    }

    deinit {
        // What cannot be removed is the system's to clear up.
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ text: String, to name: String) throws {
        let file = "\(path)/\(name).mustache"
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: "/" + folder, withIntermediateDirectories: true)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    func bind<P: Page, F: Sendable>(
        _ page: P.Type, in frame: F.Type, reload: Bool = false
    ) throws(TemplateError) -> Template<P, F> {
        let templates = Templates(folder: path, languages: ["en", "es"], reload: reload) { kind, name, language in
            switch (kind, name, language) {
            case ("t", "leads.title", "en"): "Leads & deals"
            case ("t", "leads.title", "es"): "Oportunidades"
            case ("asset", "css/base.css", _): "/static/css/base.3f9a.css"
            default: nil
            }
        }
        return try templates.bind(page, in: frame)
    }
}

/// A page rendered in English, from the files given, without a frame.
func render<P: Page>(_ page: P, _ files: [String: String]) throws -> String {
    let template = try Folder(files).bind(P.self, in: Void.self)
    return String(decoding: try template.render(page, in: (), language: 0), as: UTF8.self)
}

/// A page rendered from one file.
func render<P: Page>(_ page: P, _ template: String) throws -> String {
    try render(page, [P.template: template])
}
