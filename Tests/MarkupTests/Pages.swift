import Markup

enum Stage: String, Sendable {
    case lead, won = "closed & won"
}

struct Everything: Page {
    static let template = "everything"
    let text: String, number: Int, yes: Bool, no: Bool, markup: HTML, stage: Stage, person: Person

    struct Person: Sendable {
        let name: String, email: String?
    }
}

struct Optionals: Page {
    static let template = "optionals"
    let text: String?, number: Int?, truth: Bool?, markup: HTML?, stage: Stage?, person: Everything.Person?, list: [String]?

    init(there: Bool) {
        text = there ? "a" : nil
        number = there ? 0 : nil
        truth = there ? true : nil
        markup = there ? "<i>" : nil
        stage = there ? .lead : nil
        person = there ? .init(name: "Ada", email: "a@b") : nil
        list = there ? ["x"] : nil
    }
}

struct Lists: Page {
    static let template = "lists"
    var texts: [String] = [], numbers: [Int] = [], people: [Person] = []
    var gaps: [String?] = [], grid: [[Int]] = [], none: [Person] = []

    struct Person: Sendable {
        let name: String
    }
}

struct Words: Page {
    static let template = "words"
    var text = "", markup: HTML = ""
}

/// What every page of a portal shares.
struct Portal: Sendable {
    let member: String
    let menu: [Entry]
    let text = "the frame's"

    struct Entry: Sendable {
        let name: String
        var below: [Entry] = []
        var more: [Group] = []
    }

    struct Group: Sendable {
        let title: String
        let below: [Entry]
    }
}
