/// The words that programs and people write above a column, in the languages of the house, most telling first.
/// They are written here as people write them; ``HeaderText`` reduces both sides.
enum HeaderWords {
    static func words(for kind: FieldHint.Kind) -> [HeaderText] {
        switch kind {
        case .text: []
        case .email: email
        case .phone: phone
        case .organization: organization
        case .website: website
        case .notes: notes
        case .personName: wholeName
        }
    }

    private static let email = list("""
        Email, E-mail address, Primary email, Mail, Email work, Work email, Business email, Email home, Personal email
        E-Mail-Adresse, Correo, Correo electrónico, Dirección de correo electrónico, Dirección de correo
        Courriel, Adresse e-mail, Adresse mail, Adresse électronique, Adresse de messagerie
        ईमेल, ईमेल पता, メール, メールアドレス, Eメール, 電子メール, 邮箱, 电子邮件, 电子邮箱, 电邮, 電子郵件
        البريد الإلكتروني, البريد, إيميل
        """)

    private static let phone = list("""
        Primary phone, Phone, Phone number, Telephone, Telephone number, Tel
        Mobile phone, Mobile, Mobile number, Mobile phone number, Cell phone, Cell
        Business phone, Work phone, Office phone, Company main phone, Home phone, Other phone
        Telefon, Telefonnummer, Rufnummer, Mobiltelefon, Mobil, Handy, Handynummer, Telefon geschäftlich, Telefon privat
        Teléfono, Número de teléfono, Teléfono móvil, Móvil, Celular, Teléfono del trabajo, Teléfono particular
        Téléphone, Numéro de téléphone, N° de téléphone, Téléphone portable, Téléphone mobile, Portable
        Téléphone professionnel, Téléphone bureau, Téléphone domicile
        फ़ोन, फोन, फ़ोन नंबर, मोबाइल, 電話, 電話番号, 携帯, 携帯電話, 电话, 电话号码, 手机, 手机号
        الهاتف, رقم الهاتف, هاتف, الجوال, الهاتف المحمول
        """)

    private static let organization = list("""
        Company, Company name, Organization name, Organization, Organisation, Organisation name, Business name, Account name
        Employer, Associated company, Primary associated company
        Firma, Firmenname, Unternehmen, Empresa, Nombre de la empresa, Compañía, Organización, Société, Entreprise, Nom de l'entreprise
        कंपनी, कंपनी का नाम, 会社, 会社名, 勤務先, 公司, 公司名称, 单位, الشركة, اسم الشركة
        """)

    private static let website = list("""
        Website, Web page, Website URL, Homepage, URL, Web, Company domain name, Webseite, Internetseite, Sitio web, Página web
        Site web, Site internet, वेबसाइट, ウェブサイト, ホームページ, 网站, 网址, الموقع الإلكتروني, الموقع
        """)

    private static let notes = list("""
        Notes, Note, Comments, Comment, Remarks, Notizen, Notiz, Bemerkungen, Bemerkung, Anmerkungen, Kommentar
        Notas, Nota, Comentarios, Observaciones, Remarques, Remarque, Commentaires, Commentaire
        टिप्पणी, टिप्पणियाँ, नोट्स, 備考, メモ, 备注, 附注, ملاحظات
        """)

    /// `Name` and `Nom` also stand for the family name, `Nombre` for the given one: see ``PersonNameColumns``.
    static let wholeName = list("""
        Full name, Name, Display name, Contact name, Customer name, Contact, Customer, Client
        Vollständiger Name, Kundenname, Kunde, Nombre completo, Nombre, Nombre y apellidos, Cliente, Nom complet, Nom, Nom et prénom
        नाम, पूरा नाम, 名前, 氏名, お名前, 姓名, الاسم, الاسم الكامل
        """)
    static let givenName = list("""
        First name, Given name, Forename, Vorname, Primer nombre, Nombres, Prénom, पहला नाम, 名, الاسم الأول
        """)
    static let middleName = list("""
        Middle name, Additional name, Weitere Vornamen, Zweiter Vorname, Segundo nombre, Deuxième prénom, मध्य नाम, الاسم الأوسط
        """)
    static let familyName = list("""
        Last name, Family name, Surname, Nachname, Familienname, Zuname, Apellido, Apellidos, Nom de famille
        अंतिम नाम, उपनाम, 姓, 姓氏, 苗字, اسم العائلة, اللقب
        """)

    private static func list(_ words: String) -> [HeaderText] {
        words.split { $0 == "," || $0 == "\n" }.map { HeaderText(String($0)) }
    }
}
