/// All sheets as one page that any browser shows, without a server, a script or a style of another's.
struct DataPage: Sendable {
    let title: String, lead: String
    let sheets: [DataSheet]
    let voice: Voice

    var bytes: [UInt8] {
        var page = """
            <!DOCTYPE html>
            <html lang="\(voice.language.rawValue)" dir="\(voice.language.direction)"><head><meta charset="utf-8">\
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>\(escaped(title))</title><style>\(Self.style)</style></head>
            <body><h1>\(escaped(title))</h1><p>\(escaped(lead))</p>

            """
        for sheet in sheets { page += section(sheet) }
        return Array((page + "</body></html>\n").utf8)
    }

    private func section(_ sheet: DataSheet) -> String {
        let head = "<h2>\(escaped(sheet.title))</h2>\n"
        guard !sheet.rows.isEmpty else { return head + "<p>\(escaped(voice.say("privacy.archive.nothing")))</p>\n" }
        let columns = sheet.columns.map { "<th scope=\"col\">\(escaped($0.label))</th>" }.joined()
        let rows = sheet.rows.map { row in "<tr>" + row.map { "<td dir=\"auto\">\(escaped($0.text))</td>" }.joined() + "</tr>\n" }.joined()
        return head + "<div><table><thead><tr>\(columns)</tr></thead><tbody>\n\(rows)</tbody></table></div>\n"
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    private static let style = """
        :root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}\
        h2{margin-block-start:2rem;font-size:1.2rem}div{overflow-x:auto}table{border-collapse:collapse;inline-size:100%}\
        th,td{border:1px solid #8886;padding:.4rem .6rem;text-align:start;vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere}
        """
}
