/// Made-up people and companies in several scripts, to fill a demo with.
enum DemoNames {
    static let people: [(given: [String], family: [String])] = [
        (["Anna", "Björn", "Chloé", "Dmitri", "Élodie", "Gönül", "Łukasz", "María", "Oluwaseun", "Søren", "Zoë", "Nora"],
         ["Andersson", "García López", "Kowalski", "Lefèvre", "Müller", "Novák", "O’Brien", "Okafor", "Şahin", "van der Berg"]),
        (["ليلى", "محمد", "فاطمة", "يوسف", "مريم", "خالد"], ["العلي", "حسن", "الخطيب", "منصور", "النجار"]),
        (["राहुल", "प्रिया", "अनीता", "विक्रम"], ["शर्मा", "पटेल", "वर्मा", "सिंह"]),
        (["伟", "秀英", "敏", "强"], ["王", "李", "张", "陈"]),
        (["陽菜", "蓮", "結衣", "大翔"], ["佐藤", "鈴木", "高橋", "田中"]),
    ]

    static let companies = [
        "Blue Door Bakery", "Müller & Söhne KG", "شركة النخيل", "शर्मा ट्रेडर्स", "株式会社さくら", "Åkerlund AB", "Café Le Zinc",
        "Novák s.r.o.", "Harbour Cycles", "Olive & Thyme", "Tall Pines Joinery", "Kowalski Elektryka", "مكتبة الأفق", "北京书店",
        "Red Lantern Tea", "Green Acre Farms", "Stella Optics", "Old Mill Textiles", "Casa Azul", "Fjord Data", "Bright Smile Dental",
        "Urban Bloom", "Copper Kettle", "Silverline Logistics", "Paper & Ink", "Solis Energía", "Brückner Bau", "Lumen Design",
    ]

    static let industries = ["Retail", "Food", "Construction", "Software", "Health", "Education", "Logistics", "Energy"]
    static let products = ["Annual care plan", "Starter kit", "Premium support", "Gift card", "Spring collection", "Spare parts"]
    /// With commas between them.
    static let tags = ["newsletter", "trade fair", "wholesale", "newsletter,wholesale", "trade fair,invoice by post"]
    static let notes = [
        "Prefers e-mail.", "Met at the spring fair.", "Asked for a quote in March.", "Pays on time.", "Wants to hear of new products.", "",
    ]
}
