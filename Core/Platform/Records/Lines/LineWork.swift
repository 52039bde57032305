import FoundationEssentials
import Postgres

/// What the platform does with lines without knowing their type.
public protocol LineWork: Sendable {
    /// The table they are spread over, and its column that holds the record's id.
    var table: String { get }
    var parent: String { get }
    var columns: [Column] { get }
    /// The catalogue's keys their fields need, behind the record's own.
    func phrases(_ field: String) -> [String]
    /// Their fields as programs see them.
    /// - Parameter key: where the catalogue keeps their words.
    func fields(_ key: String) -> [ResourceField]
}

/// The same for the platform itself.
protocol LineForms: LineWork {
    /// Fields that refer to other records.
    var references: [LineReference] { get }
    /// The first field that no line can have: one that holds several values, or that people do not write.
    var compound: String? { get }
    /// What these lines, in their plain form, refer to.
    func referred(_ plain: String) -> [(LineReference, [UUID])]
    /// What the inputs of a form say, as the text that `FieldValue.parse` takes; empty without a line.
    func gathered(_ name: String, _ form: Form, _ voice: Voice, _ key: String) -> String
    /// The inputs of a form that hold such a text.
    func rows(_ name: String, _ text: String, _ key: String, _ stage: LineStage) -> [LinesInput.Row]
    /// For the record's page.
    /// - Parameter titles: of what the lines refer to.
    func table(_ plain: String, _ key: String, _ stage: LineStage, titles: [ReferenceOption]) -> Table?
}

struct LineReference: Sendable {
    let field: String, column: String, target: FieldKind.Target
}

/// What is around a form's lines.
struct LineStage {
    let registry: Registry
    let scope: Scope
    /// By `<field>/<line>/<field>`.
    var problems: [String: Phrase] = [:]
    var options: [ReferenceOption] = []
    /// What the record's lines referred to when the form was opened, by the field.
    var stored: [String: Set<String>] = [:]
}

struct LineKind<L: Line>: LineForms {
    var table: String { L.lines.table }
    var parent: String { L.lines.parent }
    var columns: [Column] { L.lines.fields.flatMap(\.columns) }

    func phrases(_ field: String) -> [String] { ["\(field).line"] + L.lines.fields.flatMap { fieldPhrases($0, at: field) } }

    func fields(_ key: String) -> [ResourceField] {
        let kind = LineFields<L>(key: key)
        return kind.fields.map { ResourceField($0, in: kind) }
    }

    var references: [LineReference] {
        L.lines.fields.compactMap { field in
            guard let target = field.target, let column = field.columns.first else { return nil }
            return LineReference(field: field.name, column: column.name, target: target)
        }
    }

    var compound: String? {
        L.lines.fields.first { field in
            field.kind.isLines || field.kind.holdsSeveral || field.kind.isFile || [.platform, .secret, .owner].contains(where: field.has)
        }?.name
    }

    func referred(_ plain: String) -> [(LineReference, [UUID])] {
        let lines = (try? JSONValue(reading: Array(plain.utf8)).array) ?? []
        return references.map { reference in (reference, lines.compactMap { $0[reference.field]?.string.flatMap(UUID.init(uuidString:)) }) }
            .filter { !$0.1.isEmpty }
    }

    func gathered(_ name: String, _ form: Form, _ voice: Voice, _ key: String) -> String {
        let kind = LineFields<L>(key: key), start = name + "."
        var lines: [Int: Form] = [:]
        for (part, value) in form.fields where part.hasPrefix(start) {
            let parts = part.dropFirst(start.count).split(separator: ".", maxSplits: 1)
            guard parts.count == 2, let line = Int(parts[0]) else { continue }
            lines[line, default: Form()] = lines[line, default: Form()].adding(String(parts[1]), value)
        }
        let entry = FormEntry(kind: kind, voice: voice), blank = entry.form(of: Values())
        let filled = lines.sorted { $0.key < $1.key }.map { entry.complete($0.value) }.filter { line in
            kind.fields.contains { trimmed(line[$0.name] ?? "") != trimmed(blank[$0.name] ?? "") && line[$0.name] != nil }
        }
        guard !filled.isEmpty else { return "" }
        let objects = filled.map { line in
            JSONValue.object(kind.fields.compactMap { field in line[field.name].map { .init(field.name, .string($0)) } })
        }
        return String(decoding: JSONValue.array(objects).bytes, as: UTF8.self)
    }

    /// Those there are, and some more to be filled in.
    func rows(_ name: String, _ text: String, _ key: String, _ stage: LineStage) -> [LinesInput.Row] {
        let kind = LineFields<L>(key: key)
        let forms = FormFields(kind: kind, registry: stage.registry, scope: stage.scope)
        let lines = (try? JSONValue(reading: Array(text.utf8)).array) ?? []
        let blank = FormEntry(kind: kind, voice: stage.scope.voice).form(of: Values())
        let filled = lines.map { line in Form((line.members ?? []).map { ($0.name, $0.value.string ?? "") }).filling(blank) }
        let blanks = max(0, min(LinesInput.blanks, Lines<L>.most - filled.count))
        return (filled + Array(repeating: blank, count: blanks)).enumerated().map { index, form in
            LinesInput.Row(
                label: stage.scope.say(Phrase("\(key).line", ["number": .number(index + 1)])), isBlank: index >= filled.count,
                fields: forms.line(form, stage, at: "\(name)/\(index)/", as: "\(name).\(index)."))
        }
    }

    func table(_ plain: String, _ key: String, _ stage: LineStage, titles: [ReferenceOption]) -> Table? {
        guard let lines = [L](plain: plain), !lines.isEmpty else { return nil }
        let kind = LineFields<L>(key: key), scope = stage.scope
        func cell(_ field: Field<L>, _ line: L) -> Table.Cell {
            let shown = field.shown(Values(line), kind.reading(field, scope.voice)), label = scope.say(kind.label(field))
            guard let target = field.target else {
                if let badge = shown.badge { return .badge(shown.text, badge, label: label) }
                return Table.Cell(shown.text, label: label, style: field.kind.isNumeric ? .number : .text, link: field.kind.link(shown.text))
            }
            let title = titles.first { $0.id == shown.text }?.title ?? ""
            let place = stage.registry.place(of: target.table()).flatMap { scope.may($0.read) ? $0.path : nil }
            return Table.Cell(title, label: label, link: title.isEmpty ? nil : place.map { Link("\($0)/", shown.text) })
        }
        let rows = lines.enumerated().map { index, line in
            let cells = kind.fields.map { cell($0, line) }
            return Table.Row(id: String(index), title: cells.first?.text ?? "", link: cells.first?.link, cells: Array(cells.dropFirst()))
        }
        return Table(
            scope.say(Phrase("\(key).line", ["number": .number(lines.count)])),
            columns: kind.fields.map { Table.Column(scope.say(kind.label($0)), isNumeric: $0.kind.isNumeric) }, rows: rows)
    }
}
