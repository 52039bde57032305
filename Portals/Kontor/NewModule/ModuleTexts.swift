extension NewModule {
    var english: String {
        let (one, many) = isNamed ? (record.title, record.plural.title) : ("Entry", "Entries")
        return words(
            summary: "\(many), and how far they are.", one: one, many: many,
            count: "{one: \"{count} \(one.lowercased())\", other: \"{count} \(many.lowercased())\"}",
            fields: ["Name", "State", "Due", "Notes"], states: ["Open", "Done"])
    }

    var spanish: String {
        let (one, many) = isNamed ? (record.title, record.plural.title) : ("Entrada", "Entradas")
        return words(
            summary: "\(many) y cómo van.", one: one, many: many,
            count: "{one: \"{count} \(one.lowercased())\", other: \"{count} \(many.lowercased())\"}",
            fields: ["Nombre", "Estado", "Para el", "Notas"], states: ["Por hacer", "Hecho"])
    }

    var arabic: String {
        let (one, many) = isNamed ? (record.title, record.plural.title) : ("إدخال", "إدخالات")
        return words(
            summary: "\(many) وإلى أين وصلت.", one: one, many: many, count: "\"{count} \(many)\"",
            fields: ["الاسم", "الحالة", "الموعد", "ملاحظات"], states: ["قيد العمل", "منجز"])
    }

    private func words(summary: String, one: String, many: String, count: String, fields: [String], states: [String]) -> String {
        """
        name: \(name.title)
        summary: \(summary)
        \(table):
          singular: \(one)
          plural: \(many)
          count: \(count)
          fields:
            name: \(fields[0])
            state: \(fields[1])
            due: \(fields[2])
            notes: \(fields[3])
          choices:
            state: {open: \(states[0]), done: \(states[1])}

        """
    }
}
