/// What a workbook says of itself: which sheets there are, and where everything lies (ECMA-376 part 1 §18.2, part 2 §6.5).
struct Workbook {
    struct Sheet: Equatable {
        let name: String
        /// The name of its part.
        let part: String
    }

    /// Those that are shown, in their order.
    let sheets: [Sheet]
    let isFrom1904: Bool
    /// The names of their parts.
    let strings: String?, styles: String?
    private static let mostSheets = 10_000

    /// - Throws: `WorkbookError` when there is no workbook in it, or one of another kind.
    init(_ archive: ZipArchive) throws(WorkbookError) {
        let main = try Relations(archive, of: "")?.target("/officeDocument") ?? "xl/workbook.xml"
        guard let part = try archive.xml(main) else { throw try Self.foreign(archive) }
        let relations = try Relations(archive, of: main)
        var sheets: [Sheet] = [], isFrom1904 = false, isWorkbook = false
        while let event = try part.next() {
            guard event == .start else { continue }
            if part.isNamed("workbook") { isWorkbook = true }
            if part.isNamed("workbookPr") { isFrom1904 = ["1", "true", "on"].contains(part.attribute("date1904")) }
            if part.isNamed("sheet"), sheets.count < Self.mostSheets, let sheet = Self.sheet(part, relations) { sheets.append(sheet) }
        }
        guard isWorkbook else { throw .noWorkbook }
        self.sheets = sheets
        self.isFrom1904 = isFrom1904
        strings = relations?.target("/sharedStrings")
        styles = relations?.target("/styles")
    }

    /// nil for what is hidden, or a chart.
    private static func sheet(_ part: XMLPart, _ relations: Relations?) -> Sheet? {
        guard part.attribute("state") ?? "visible" == "visible", let id = part.attribute("id"),
            let target = relations?.target("/worksheet", id: id)
        else { return nil }
        return Sheet(name: part.attribute("name") ?? "", part: target)
    }

    private static func foreign(_ archive: ZipArchive) throws(WorkbookError) -> WorkbookError {
        if try archive.part("xl/workbook.bin") != nil { return .binary }
        if try archive.part("content.xml") != nil, try archive.part("mimetype") != nil { return .openDocument }
        return .noWorkbook
    }
}

/// What a part refers to.
private struct Relations {
    private var all: [(id: String, type: String, target: String)] = []
    private static let most = 20_000

    /// - Returns: nil when the part has none.
    init?(_ archive: ZipArchive, of part: String) throws(WorkbookError) {
        let folder = part.split(separator: "/").dropLast().map { $0 + "/" }.joined()
        let name = part.split(separator: "/").last ?? ""
        guard let xml = try archive.xml("\(folder)_rels/\(name).rels") else { return nil }
        while let event = try xml.next() {
            guard event == .start, xml.isNamed("Relationship"), all.count < Self.most else { continue }
            guard let id = xml.attribute("Id"), let type = xml.attribute("Type"), let target = xml.attribute("Target") else { continue }
            all.append((id, type, Self.resolve(target, in: folder)))
        }
    }

    /// The part of that type, by how the type ends: each edition of the standard has other beginnings.
    func target(_ type: String, id: String? = nil) -> String? {
        all.first { $0.type.hasSuffix(type) && (id == nil || $0.id == id) }?.target
    }

    /// `/xl/styles.xml` stands for itself, `styles.xml` and `../docs/a.xml` begin at the folder.
    private static func resolve(_ target: String, in folder: String) -> String {
        if target.hasPrefix("/") { return String(target.dropFirst()) }
        var path: [Substring] = []
        for step in (folder + target).split(separator: "/") where step != "." {
            if step == ".." { _ = path.popLast() } else { path.append(step) }
        }
        return path.joined(separator: "/")
    }
}
