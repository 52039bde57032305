import HTTPTypes

/// Whether a request that changes something was sent by a page of another site.
///
/// Browsers say so themselves: in `Sec-Fetch-Site` (W3C Fetch Metadata), older ones in `Origin`.
/// A client that sends neither is no browser, and no browser's cookies can be with it.
func isCrossSite(_ method: HTTPRequest.Method, _ headers: HTTPFields, host: String?) -> Bool {
    if method == .get || method == .head || method == .options { return false }
    if let site = headers[.secFetchSite] { return site != "same-origin" && site != "none" }
    guard let origin = headers[.origin] else { return false }
    guard let scheme = origin.firstRange(of: "://"), let host else { return true }
    return origin[scheme.upperBound...] != host
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}
