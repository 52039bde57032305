public import Markup

/// Something was refused or went wrong. It needs no frame, so that it can say so when nothing
/// else works. Fills `templates/common/error.mustache`.
public struct ErrorPage: Page {
    public static let template = "common/error"

    /// A language tag, e.g. `ar`.
    public let language: String
    /// `ltr` or `rtl`.
    public let direction: String
    public let status: Int
    public let title: String
    /// What happened and what to do now, in one or two sentences.
    public let text: String
    /// Under which the log has the whole story.
    public let requestID: String?
    public let homePath: String

    public init(
        language: String, direction: String, status: Int, title: String, text: String,
        requestID: String? = nil, homePath: String = "/"
    ) {
        self.language = language
        self.direction = direction
        self.status = status
        self.title = title
        self.text = text
        self.requestID = requestID
        self.homePath = homePath
    }
}
