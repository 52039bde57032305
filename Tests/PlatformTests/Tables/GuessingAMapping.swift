import Platform
import Testing

@Suite("A mapping guessed from the header")
struct GuessingAMapping {
    private let fields = [
        FieldHint("name", kind: .personName), FieldHint("email", kind: .email), FieldHint("phone", kind: .phone),
        FieldHint("company", kind: .organization), FieldHint("segment", synonyms: ["Lifecycle Stage"]), FieldHint("notes", kind: .notes),
    ]

    private func guess(_ text: String, _ fields: [FieldHint]? = nil) -> (TableMapping, [TableRow]) {
        let read = rows(of: text)
        return (TableMapping(guessing: read[0], samples: Array(read.dropFirst()), for: fields ?? self.fields), read)
    }

    private func values(_ text: String) -> [String: String] {
        let (mapping, read) = guess(text)
        return mapping.sources.mapValues { read[1].value(from: $0) }
    }

    @Test("fits Google Contacts, old and new")
    func google() {
        #expect(values("""
            First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,File As,Organization Name,Organization Title,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value
            Anna,,Novák,,Dr,,Firm,Boss,Hi,* myContacts,* Work, ,b@x.com ::: c@x.com,Mobile,+49 30 123
            """) == ["name": "Anna Novák", "email": "b@x.com", "phone": "+49 30 123", "company": "Firm", "notes": "Hi"])
        #expect(values("""
            Name,Given Name,Additional Name,Family Name,Organization 1 - Name,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value
            Dr Anna Novák,Anna,,Novák,Firm,Work,a@x.com,Home,1
            """) == ["name": "Dr Anna Novák", "email": "a@x.com", "phone": "1", "company": "Firm"])
    }

    @Test("fits Outlook, with the first phone number that is there")
    func outlook() {
        let header = "First Name,Middle Name,Last Name,Title,E-mail Address,E-mail 2 Address,Home Phone,Business Phone,Mobile Phone,Job Title,Company\n"
        let (mapping, _) = guess(header + "Anna,B.,Novák,,a@x.com,,1,2,3,,Firm")
        #expect(mapping["name"] == .joined([0, 1, 2], separator: " "))
        #expect(mapping["phone"] == .firstNonEmpty([8, 7, 6]))
        #expect(values(header + "Anna,B.,Novák,,,c@x.com,1,2,,,Firm") == ["name": "Anna B. Novák", "email": "c@x.com", "phone": "2", "company": "Firm"])
    }

    @Test("fits HubSpot, and says which columns nobody takes")
    func hubspot() {
        let (mapping, _) = guess("Record ID,First Name,Last Name,Email,Phone Number,Company Name,Contact owner,Lifecycle Stage,Create Date,Associated Company\n")
        #expect(mapping == TableMapping([
            "name": .joined([1, 2], separator: " "), "email": .firstNonEmpty([3]), "phone": .firstNonEmpty([4]),
            "company": .firstNonEmpty([5, 9]), "segment": .column(7),
        ]))
        #expect([0, 2, 6].map(mapping.field(ofColumn:)) == [nil, "name", nil])
    }

    @Test("reads the languages of the house, with and without accents", arguments: [
        "Name,E-Mail,Telefon,Firma,Notizen", "NOMBRE,CORREO ELECTRÓNICO,TELEFONO,EMPRESA,NOTAS", "Nom complet,Courriel,Téléphone,Société,Remarques",
        "नाम,ईमेल,फ़ोन,कंपनी,टिप्पणी", "氏名,メールアドレス,電話番号,会社名,備考", "姓名,邮箱,手机,公司,备注", "الاسم,البريد الالكتروني,رقم الهاتف,الشركة,ملاحظات",
    ])
    func languages(header: String) {
        let (mapping, _) = guess(header)
        #expect(["name", "email", "phone", "company", "notes"].map { mapping[$0]?.columns } == [[0], [1], [2], [3], [4]])
    }

    @Test("knows which half of a name is meant", arguments: [
        ("Vorname,Name\nAnna,Weiß", "Anna Weiß"), ("Nom,Prénom\nLefèvre,Élodie", "Élodie Lefèvre"), ("Nombre,Apellidos\nJosé,Peña", "José Peña"),
        ("姓,名\n佐藤,健太", "佐藤健太"), ("Name,First Name,Last Name\n,Anna,Weiß", "Anna Weiß"), ("Last Name\nWeiß", "Weiß"),
    ])
    func halves(text: String, name: String) {
        #expect(values(text)["name"] == name)
    }

    @Test("takes duplicate headers one after the other and empty ones not at all")
    func duplicates() {
        let (mapping, read) = guess("Name,,Email,Email,\nAnna,x,a@example.com,b@example.com,y\nBjörn,,,c@example.com,\n")
        #expect(mapping == TableMapping(["name": .column(0), "email": .firstNonEmpty([2, 3])]))
        #expect(mapping["email"].map { source in read.map { $0.value(from: source) } } == ["Email", "a@example.com", "c@example.com"])
    }

    @Test("recognises addresses and numbers by their look when the header does not help")
    func look() {
        let (mapping, _) = guess("Name,A,B,C,D\nAnna,2026-01-15,+49 30 1234567,10000000,a@x.com\nBjörn,2026-01-16,+49 30 7654321,10000001,b@x.com\n")
        #expect(mapping["phone"] == .firstNonEmpty([2]))
        #expect(mapping["email"] == .firstNonEmpty([4]))
    }

    @Test("gives a column to the field that is called so, before the one whose kind it fits")
    func ownNames() {
        let fields = [
            FieldHint("name", kind: .organization), FieldHint("contact", synonyms: ["Ansprechpartner"], kind: .personName),
            FieldHint("phone", kind: .phone), FieldHint("mobile", synonyms: ["Mobile phone"], kind: .phone),
        ]
        let (mapping, _) = guess("Name,Ansprechpartner,Phone,Mobile Phone", fields)
        #expect(fields.map { mapping[$0.name]?.columns } == [[0], [1], [2], [3]])
    }

    @Test("gives values without white space of any script around them")
    func trimmed() {
        let row = rows(of: "\t a b \u{A0},\u{3000}美 咲 ,\u{3000} , ::: b@x.com,a:b ::: c")[0]
        #expect((0..<4).map { row.value(from: .column($0)) } == ["a b", "美 咲", "", "::: b@x.com"])
        #expect(row.value(from: .firstNonEmpty([2, 3])) == "b@x.com")
        #expect(row.value(from: .firstNonEmpty([2, 4, 3])) == "a:b")
    }

    @Test("can be corrected")
    func corrected() {
        var (mapping, read) = guess("Name,Email,Phone\n Anna ,a@x.com,1")
        mapping["notes"] = .joined([2, 0], separator: "; ")
        mapping["phone"] = nil
        #expect(mapping.field(ofColumn: 2) == "notes")
        #expect(mapping["notes"].map { read[1].value(from: $0) } == "1; Anna")
    }
}
