import Platform

/// What Kontor is, for somebody who has not heard of it. All of it stands in the template and
/// its texts; where one can go from here is the frame's. Fills `templates/site/home.mustache`.
struct SiteHomePage: Page {
    static let template = "site/home"
}
