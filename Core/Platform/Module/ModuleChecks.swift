/// What can be checked of the modules' declarations without a database or a file.
struct ModuleChecks {
    let modules: [Module]

    init(_ modules: [Module]) { self.modules = modules }

    /// - Returns: the modules, each after those it requires.
    func ordered() throws(ModuleError) -> [Module] {
        try names()
        let ordered = try byRequirement()
        try records()
        try permissions()
        try operations()
        return ordered
    }

    private func names() throws(ModuleError) {
        if let twice = firstRepeated(modules.map(\.id)) { throw .duplicateModule(twice) }
        for module in modules {
            for name in [module.id] + module.records.flatMap({ [$0.table] + $0.fields }) + module.commands.map(\.name) where !isName(name) {
                throw .badName(name, module: module.id)
            }
            for name in module.features.map(\.name) + module.limits.map(\.name) where !name.hasPrefix("\(module.id).") {
                throw .badName(name, module: module.id)
            }
        }
    }

    private func byRequirement() throws(ModuleError) -> [Module] {
        var done: [Module] = []
        var left = modules
        while !left.isEmpty {
            let ready = left.filter { module in
                module.requires.allSatisfy { needed in done.contains { $0.id == needed.id } }
            }
            if ready.isEmpty { throw whatBlocks(left) }
            done += ready
            left.removeAll { module in ready.contains { $0.id == module.id } }
        }
        return done
    }

    private func whatBlocks(_ left: [Module]) -> ModuleError {
        for module in left {
            for needed in module.requires where !modules.contains(where: { $0.id == needed.id }) {
                return .missingModule(needed.id, requiredBy: module.id)
            }
        }
        return .circular(left.map(\.id))
    }

    private func records() throws(ModuleError) {
        var owners: [String: String] = [:]
        for module in modules {
            for record in module.records {
                if let other = owners.updateValue(module.id, forKey: record.table) {
                    throw .duplicateRecord(table: record.table, modules: [other, module.id])
                }
                if let twice = firstRepeated(record.fields) { throw .duplicateField(twice, record: record.table) }
                for lines in record.lines {
                    guard let field = lines.compound else { continue }
                    throw .wrongLine(field: field, lines: lines.table, record: record.table, module: module.id)
                }
                if record.hasWrongOwner { throw .wrongOwner(record: record.table, module: module.id) }
                if let wrong = record.wrongViews.first { throw .wrongView(wrong, record: record.table, module: module.id) }
            }
        }
        for module in modules {
            let known = ([module] + module.requires).flatMap { $0.records.map(\.table) }
            for record in module.records {
                for table in record.references() where !known.contains(table) {
                    throw .unknownReference(table: table, record: record.table, module: module.id)
                }
            }
        }
    }

    private func permissions() throws(ModuleError) {
        var owners = Dictionary(uniqueKeysWithValues: AccountPermissions.all.map { ($0.name, "platform") })
        for module in modules {
            for permission in module.allPermissions {
                if let other = owners.updateValue(module.id, forKey: permission.name) {
                    throw .duplicatePermission(permission.name, modules: [other, module.id])
                }
            }
        }
    }

    /// What can be done goes by its name alone, and four names are every record's.
    private func operations() throws(ModuleError) {
        for module in modules {
            let own = module.records.flatMap { record in RecordOperation.allCases.map { "\(module.id).\(record.table).\($0.rawValue)" } }
            let commands = module.commands.map { "\(module.id).\($0.table() ?? "commands").\($0.name)" }
            if let twice = firstRepeated(own + commands) { throw .duplicateOperation(twice, module: module.id) }
        }
    }

    private func firstRepeated(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }
    }

    private func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "_")
        }
    }
}
