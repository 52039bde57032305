import FoundationEssentials

extension Registry {
    /// Statements that tell the database what its triggers must know of each record. They may run any number of times;
    /// what a module that is gone has declared stays, because its tables do.
    public var declarations: String {
        let rows = modules.flatMap { module in
            module.records.map { record in
                let partners = "{" + record.partners.map { "\"\($0)\": \"\($1)\"" }.sorted().joined(separator: ", ") + "}"
                return """
                    ('\(record.table)', '\(module.id)', '{\(record.personal.joined(separator: ","))}', \
                    '{\(record.secret.joined(separator: ","))}', '\(partners)', \(record.isSensitive), \
                    '{\(record.searched.joined(separator: ","))}')
                    """
            }
        }
        guard !rows.isEmpty else { return "select kontor.keep_counting()" }
        return """
            insert into declared_records as d (record, module, personal, secret, partners, sensitive, searched) values
            \(rows.joined(separator: ",\n"))
            on conflict (record) do update set module = excluded.module, personal = excluded.personal,
                secret = excluded.secret, partners = excluded.partners, sensitive = excluded.sensitive, searched = excluded.searched
             where (d.*) is distinct from (excluded.*);
            select kontor.keep_counting()
            """
    }
}

extension Schema {
    var hasPersonal: Bool { fields.contains { $0.has(.personal) } }

    /// What a business itself notes of a person is personal too.
    var personalColumns: [String] {
        let declared = columns(with: .personal)
        return declared.isEmpty ? [] : declared + ["custom"]
    }

    /// The columns of the fields with that option.
    func columns(with option: FieldOption) -> [String] {
        fields.filter { $0.has(option) }.flatMap { $0.columns.map(\.name) }
    }

    /// Of a value in two columns, each with the other: one says nothing without the other.
    var partners: [String: String] {
        let pairs = fields.filter { $0.columns.count == 2 }.map { ($0.columns[0].name, $0.columns[1].name) }
        return Dictionary(uniqueKeysWithValues: pairs + pairs.map { ($1, $0) })
    }
}
