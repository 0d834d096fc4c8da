import CCurl
package import Foundation

/// A client of HTTP servers that sends one request after another. Connections stay open between
/// requests.
///
/// `@unchecked Sendable`: `curl` is only used while `mutex` is locked.
package final class HTTPConnection: @unchecked Sendable {
    private let mutex = NSLock()
    private let curl: UnsafeMutableRawPointer

    /// The initialization of libcurl, which must run once before anything else.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    package init() {
        precondition(Self.isReady, "libcurl cannot be initialized")
        curl = curl_easy_init()
    }

    deinit { curl_easy_cleanup(curl) }

    /// Sends a request and passes the response to `receiver`, on this thread.
    /// - Returns: the head of the response.
    /// - Throws: `HTTPError`, and the errors of `receiver`.
    @discardableResult
    package func send(_ request: HTTPRequest, to receiver: any HTTPReceiver) throws -> HTTPHead {
        try mutex.withLock { try exchange(request, Exchange(receiver)) }
    }

    /// Sends a request and waits for the whole response.
    /// - Throws: `HTTPError`.
    package func send(_ request: HTTPRequest) throws -> (head: HTTPHead, body: Data) {
        let receiver = BodyCollector()
        return (try send(request, to: receiver), receiver.body)
    }

    private func exchange(_ request: HTTPRequest, _ exchange: Exchange) throws -> HTTPHead {
        curl_easy_reset(curl)
        var words = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(headers) }
        // An empty `Expect` header: by default, libcurl first asks the server whether it accepts a
        // long body, and some servers do not respond.
        for (name, value) in request.headers.merging(
            ["Expect": ""], uniquingKeysWith: { old, _ in old })
        {
            headers = curl_slist_append(headers, value.isEmpty ? "\(name):" : "\(name): \(value)")
        }
        let file = try open(request.body)
        defer { file.map { _ = fclose($0) } }
        set(request, headers)
        exchange.attach(to: curl)
        let code = words.withUnsafeMutableBufferPointer { buffer in
            study_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, buffer.baseAddress)
            defer { study_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, nil) }
            return withExtendedLifetime(exchange) { curl_easy_perform(curl) }
        }
        if let error = exchange.failure { throw error }
        if exchange.isRefused { return exchange.head }
        guard code == CURLE_OK else { throw HTTPError(reason: Self.reason(code, words)) }
        // The response has no body.
        _ = try exchange.begin()
        return exchange.head
    }

    /// Sets the body; a file is kept open until the request is over.
    private func open(_ body: HTTPRequest.Body) throws(HTTPError) -> UnsafeMutablePointer<FILE>? {
        switch body {
        case .none: study_curl_set_long(curl, CURLOPT_HTTPGET, 1)
        case .data(let data):
            study_curl_set_long(curl, CURLOPT_POST, 1)
            study_curl_set_size(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(data.count))
            data.withUnsafeBytes {
                _ = study_curl_set_pointer(curl, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)
            }
        case .file(let path):
            guard let file = fopen(path, "rbe"), fseeko(file, 0, SEEK_END) == 0 else {
                throw HTTPError(reason: String(cString: strerror(errno)), file: path)
            }
            let count = ftello(file)
            rewind(file)
            study_curl_set_long(curl, CURLOPT_UPLOAD, 1)
            study_curl_set_pointer(curl, CURLOPT_READDATA, file)
            study_curl_set_size(curl, CURLOPT_INFILESIZE_LARGE, curl_off_t(count))
            return file
        }
        return nil
    }

    private func set(_ request: HTTPRequest, _ headers: UnsafeMutablePointer<curl_slist>?) {
        study_curl_set_text(curl, CURLOPT_URL, request.address)
        study_curl_set_text(curl, CURLOPT_CUSTOMREQUEST, request.method)
        study_curl_set_pointer(curl, CURLOPT_HTTPHEADER, headers)
        study_curl_set_long(curl, CURLOPT_PROTOCOLS, Int(CURLPROTO_HTTP | CURLPROTO_HTTPS))
        study_curl_set_long(curl, CURLOPT_REDIR_PROTOCOLS, Int(CURLPROTO_HTTP | CURLPROTO_HTTPS))
        study_curl_set_long(curl, CURLOPT_FOLLOWLOCATION, request.followsRedirections ? 1 : 0)
        study_curl_set_long(curl, CURLOPT_MAXREDIRS, 10)
        if let file = request.certificates { study_curl_set_text(curl, CURLOPT_CAINFO, file) }
        let timeout = request.timeoutSeconds
        study_curl_set_long(curl, CURLOPT_CONNECTTIMEOUT_MS, Int(timeout * 1000))
        // The limit for less than one byte per second.
        study_curl_set_long(curl, CURLOPT_LOW_SPEED_LIMIT, 1)
        study_curl_set_long(curl, CURLOPT_LOW_SPEED_TIME, max(1, Int(timeout)))
        // Signals are not used, because other threads run at the same time.
        study_curl_set_long(curl, CURLOPT_NOSIGNAL, 1)
        // Programs that are started in the meantime do not inherit the connection.
        study_curl_set_socket_receiver(curl) { _, socket, _ in
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            return Int32(CURL_SOCKOPT_OK)
        }
    }

    private static func reason(_ code: CURLcode, _ words: [CChar]) -> String {
        if code == CURLE_OPERATION_TIMEDOUT { return "the server did not respond in time" }
        let text = String(
            decoding: words.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
    }
}

/// A receiver that collects the body.
private final class BodyCollector: HTTPReceiver {
    private(set) var body = Data()
    func receive(_ head: HTTPHead) -> Bool { true }
    func receive(_ body: Data) { self.body += body }
}

/// The state of a request: converts the callbacks of libcurl to calls of a receiver.
private final class Exchange {
    private let receiver: any HTTPReceiver
    private(set) var head = HTTPHead(status: 0)
    private(set) var failure: (any Error)?
    /// True if the receiver does not want the body.
    private(set) var isRefused = false
    private var hasBegun = false

    init(_ receiver: any HTTPReceiver) { self.receiver = receiver }

    /// Sets the callbacks; this object must exist until the request is over.
    func attach(to curl: UnsafeMutableRawPointer) {
        let pointer = Unmanaged.passUnretained(self).toOpaque()
        study_curl_set_pointer(curl, CURLOPT_HEADERDATA, pointer)
        study_curl_set_receiver(curl, CURLOPT_HEADERFUNCTION) { bytes, size, count, pointer in
            guard let bytes, let pointer else { return 0 }
            let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
            exchange.take(line: UnsafeRawBufferPointer(start: bytes, count: size * count))
            return size * count
        }
        study_curl_set_pointer(curl, CURLOPT_WRITEDATA, pointer)
        study_curl_set_receiver(curl, CURLOPT_WRITEFUNCTION) { bytes, size, count, pointer in
            guard let bytes, let pointer else { return 0 }
            let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
            return exchange.take(body: Data(bytes: bytes, count: size * count)) ? size * count : 0
        }
    }

    /// Reads a line of the head. Redirections have several heads, each of which begins with a
    /// status line.
    private func take(line: UnsafeRawBufferPointer) {
        let text = String(decoding: line, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
        if text.hasPrefix("HTTP/") {
            let parts = text.split(separator: " ")
            head = HTTPHead(status: parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        } else if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            head.headers[text[..<colon].lowercased()] = value
        }
    }

    private func take(body: Data) -> Bool {
        do {
            guard try begin() else { return false }
            try receiver.receive(body)
            return true
        } catch {
            failure = error
            return false
        }
    }

    /// Passes the head to the receiver, once.
    /// - Returns: true if the body is wanted.
    func begin() throws -> Bool {
        if !hasBegun {
            hasBegun = true
            isRefused = try !receiver.receive(head)
        }
        return !isRefused
    }
}
