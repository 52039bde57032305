import FoundationEssentials
import Testing

@testable import Postgres

@Suite("Writing SQL")
struct WritingSQL {
    @Test("binds values instead of splicing them")
    func binds() {
        let name = "'; drop table things; --"
        let sql: SQL = "select * from things where name = \(name) limit \(10)"
        #expect(sql.text == "select * from things where name = $1 limit $2")
        #expect(sql.parameters.map(\.type) == [.text, .int8])
        #expect(sql.values == Array(name.utf8) + [0, 0, 0, 0, 0, 0, 0, 10])
    }

    @Test("shows no value in its description")
    func hidesValues() {
        let sql: SQL = "select \("secret")"
        #expect("\(sql)" == "select $1")
    }

    @Test("binds NULL for an empty optional and one parameter for an array")
    func optionalsAndArrays() {
        let sql: SQL = "select \(Int?.none), \(["a", "b"]), \(UUID?.none)"
        #expect(sql.text == "select $1, $2, $3")
        #expect(sql.parameters.map(\.type) == [.int8, PostgresType.text.array, .uuid])
        #expect(sql.parameters.map { $0.value == nil } == [true, false, true])
    }

    @Test("renumbers the placeholders of spliced fragments")
    func fragments() {
        let one: SQL = "a = \(1)", two: SQL = "b between \(2) and \(3)"
        let sql: SQL = "select \(0) from t where \([one, two].joined(separator: " and ")) limit \(4)"
        #expect(sql.text == "select $1 from t where a = $2 and b between $3 and $4 limit $5")
        #expect(sql.parameters.compactMap(\.value).map { sql.values[$0].last } == [0, 1, 2, 3, 4])
    }

    @Test("renumbers past nine and past ninety-nine")
    func manyFragments() {
        let parts = (0..<120).map { "\($0)" as SQL }
        let joined = parts.joined(separator: ",")
        #expect(joined.text == (1...120).map { "$\($0)" }.joined(separator: ","))
        #expect((joined + joined).text.hasSuffix("$239,$240"))
    }

    @Test("keeps a placeholder apart from a digit or placeholder behind it")
    func digits() {
        #expect(("\(1)0" as SQL).text == "$1 0")
        #expect(("\(1)\(2)" as SQL).text == "$1 $2")
        #expect((("\(1)" as SQL) + "5").text == "$1 5")
    }

    @Test("quotes identifiers", arguments: [("crm_leads", #""crm_leads""#), ("crm.leads2", #""crm"."leads2""#)])
    func identifiers(name: String, quoted: String) {
        #expect(("\(identifier: name)" as SQL).text == quoted)
    }

    @Test("refuses identifiers that are none", arguments: ["", "a b", "a\"b", "Leads", "a..b", "1a", "naïve", "a;b"])
    func badIdentifiers(name: String) {
        let sql: SQL = "select * from \(identifier: name)"
        #expect(sql.defect != nil)
        #expect(("x \(sql)" as SQL).defect != nil)
    }

    @Test("refuses values PostgreSQL does not have")
    func impossibleValues() {
        #expect(("select \(Decimal.nan)" as SQL).defect != nil)
        #expect(("select \(JSON([Double.infinity]))" as SQL).defect != nil)
    }
}
