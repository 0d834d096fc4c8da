import Foundation
import FoundationNetworking

/// Asks an HTTP server and waits for its answer. It follows no redirection, which would carry the password elsewhere.
struct HTTPClient: Sendable {
    struct Answer: Sendable {
        var status: Int
        var body: Data
    }

    private let server: TrackingServer
    private let timeoutSeconds: Double

    /// - Parameter timeoutSeconds: how long the server may say nothing.
    init(_ server: TrackingServer, timeoutSeconds: Double = 30) {
        self.server = server
        self.timeoutSeconds = timeoutSeconds
    }

    /// - Parameters:
    ///   - target: from the server's address on, with its query; percent-encoded.
    ///   - file: what is sent in place of `body`.
    /// - Throws: `TrackingError.network`.
    func send(
        _ method: String, _ target: String, body: Data? = nil, file: String? = nil,
        type: String = "application/json"
    ) throws(TrackingError) -> Answer {
        guard let url = URL(string: server.address + target) else {
            throw .badAddress(server.address + target)
        }
        var request = URLRequest(url: url)
        request.httpMethod = method
        for (name, value) in server.headers { request.setValue(value, forHTTPHeaderField: name) }
        if body != nil || file != nil {
            request.setValue(type, forHTTPHeaderField: "Content-Type")
        }
        request.httpBody = body
        let receiver = Receiver()
        // A session for each request, and so a connection. Where a connection that is used again turns out to be closed,
        // libcurl sends the request once more, but Foundation has no body for it any more, and both wait for each other.
        let session = URLSession(
            configuration: configuration, delegate: receiver, delegateQueue: nil)
        defer { session.finishTasksAndInvalidate() }
        let task =
            file.map { session.uploadTask(with: request, fromFile: URL(fileURLWithPath: $0)) }
            ?? session.dataTask(with: request)
        task.resume()
        receiver.done.wait()
        if let reason = receiver.reason { throw .network(reason, address: server.address) }
        guard let answer = task.response as? HTTPURLResponse else {
            throw .network("it sends no answer", address: server.address)
        }
        return Answer(status: answer.statusCode, body: receiver.body)
    }

    private var configuration: URLSessionConfiguration {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = timeoutSeconds
        configuration.httpCookieStorage = nil
        configuration.urlCache = nil
        return configuration
    }
}

/// Gathers what a server sends.
private final class Receiver: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    // The variables are only touched by the session's queue, one call at a time, until `done` is signalled.
    let done = DispatchSemaphore(value: 0)
    private(set) var body = Data()
    private(set) var reason: String?

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        body.append(data)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
    ) {
        reason = error.map(Self.words)
        done.signal()
    }

    /// Foundation has no words for what libcurl does not put into any.
    private static func words(_ error: any Error) -> String {
        (error as? URLError)?.code == .timedOut
            ? "it does not answer in time" : error.localizedDescription
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) { completionHandler(nil) }
}
