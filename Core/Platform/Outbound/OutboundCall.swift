import CCurl
import FoundationEssentials

/// One request to another server, made and answered on one thread.
struct OutboundCall {
    private let request: OutboundRequest
    private let policy: OutboundPolicy
    private let reach: kontor_reach

    /// - Throws: `OutboundError.badAddress`.
    init(_ request: OutboundRequest, _ policy: OutboundPolicy) throws(OutboundError) {
        // libcurl reads the address its own way; what it then connects to is looked at once more.
        guard let url = URL(string: request.url), url.host?.isEmpty == false, url.user == nil, url.password == nil,
            request.url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            request.headers.allSatisfy({ header in (header.name + header.value).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } })
        else { throw .badAddress }
        switch url.scheme?.lowercased() {
        case "https": reach = policy.allowsPrivate ? kontor_reach_anywhere : kontor_reach_public
        case "http" where policy.allowsPrivate: reach = kontor_reach_loopback
        default: throw .badAddress
        }
        self.request = request
        self.policy = policy
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// - Throws: `OutboundError`.
    func answer() throws(OutboundError) -> OutboundResponse {
        guard Self.isReady, let handle = curl_easy_init() else { throw .unreachable("libcurl could not be started") }
        defer { curl_easy_cleanup(handle) }
        let room = max(request.most, 1), bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
        defer { bytes.deallocate() }
        let exchange = UnsafeMutablePointer<kontor_exchange>.allocate(capacity: 1)
        defer { exchange.deallocate() }
        exchange.initialize(to: kontor_exchange(reach: reach, is_refused: 0, bytes: bytes, length: 0, room: room, is_too_long: 0))
        try check(kontor_curl_set_exchange(handle, exchange))
        try aim(handle)
        var headers: UnsafeMutablePointer<curl_slist>?
        for header in request.headers { headers = curl_slist_append(headers, "\(header.name): \(header.value)") }
        defer { curl_slist_free_all(headers) }
        try check(kontor_curl_set_list(handle, CURLOPT_HTTPHEADER, headers))
        let code = curl_easy_perform(handle)
        guard code == CURLE_OK else { throw problem(code, exchange.pointee) }
        var status = 0
        kontor_curl_answer(handle, &status)
        let type = kontor_curl_type(handle).map { String(cString: $0) } ?? ""
        return OutboundResponse(
            status: status, contentType: type, body: Array(UnsafeBufferPointer(start: bytes, count: exchange.pointee.length)))
    }

    private func aim(_ handle: UnsafeMutableRawPointer) throws(OutboundError) {
        try check(kontor_curl_set_text(handle, CURLOPT_URL, request.url))
        try check(kontor_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https"))
        try check(kontor_curl_set_text(handle, CURLOPT_PROXY, "")) // through a proxy, where it leads could not be seen
        try check(kontor_curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 0))
        try check(kontor_curl_set_number(handle, CURLOPT_SSL_VERIFYPEER, 1))
        try check(kontor_curl_set_number(handle, CURLOPT_SSL_VERIFYHOST, 2))
        if let authorities = policy.authorities { try check(kontor_curl_set_text(handle, CURLOPT_CAINFO, authorities)) }
        try check(kontor_curl_set_number(handle, CURLOPT_CONNECTTIMEOUT, min(5, request.seconds)))
        try check(kontor_curl_set_number(handle, CURLOPT_TIMEOUT, request.seconds))
        try check(kontor_curl_set_number(handle, CURLOPT_NOSIGNAL, 1))
        try check(kontor_curl_set_text(handle, CURLOPT_USERAGENT, "Kontor"))
        if let body = request.body {
            try check(kontor_curl_set_number(handle, CURLOPT_POST, 1))
            try check(kontor_curl_set_body(handle, body, body.count))
        }
    }

    private func problem(_ code: CURLcode, _ exchange: kontor_exchange) -> OutboundError {
        if exchange.is_refused != 0 { return .privateAddress }
        if exchange.is_too_long != 0 { return .tooLong }
        return switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR: .untrusted
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .badAddress
        default: .unreachable(String(cString: curl_easy_strerror(code)))
        }
    }

    private func check(_ code: CURLcode) throws(OutboundError) {
        guard code == CURLE_OK else { throw .unreachable(String(cString: curl_easy_strerror(code))) }
    }
}
