import Files
package import Foundation
import FoundationNetworking

/// A file fetched over HTTP: into `<path>.part`, which a later run goes on with, and into its place once its digest is
/// right.
package struct Download {
    let url: URL
    let path: String
    /// What its SHA-256 begins with.
    let digestPrefix: String
    /// How long the server may say nothing.
    var timeoutSeconds = 30.0
    /// Sent with each request, such as `Authorization`.
    var headers: [String: String] = [:]

    /// - Parameters:
    ///   - path: where the file goes.
    ///   - digestPrefix: what its SHA-256 begins with.
    ///   - headers: sent with each request, such as `Authorization`.
    package init(url: URL, path: String, digestPrefix: String, headers: [String: String] = [:]) {
        self.url = url
        self.path = path
        self.digestPrefix = digestPrefix
        self.headers = headers
    }

    /// - Parameter progress: called on this thread with bytes done and, where it is known, in all.
    /// - Throws: `DownloadError`, `FileError`.
    package func run(progress: (Int, Int?) -> Void = { _, _ in }) throws {
        try makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        let part = try PartialFile(path: "\(path).part", destination: path)
        // The session may keep the part for longer.
        defer { part.close() }
        // Another process may have finished it meanwhile.
        if FileManager.default.fileExists(atPath: path) { return }
        // A part that the server cannot go on with is thrown away, once.
        if try !fetch(into: part, progress), try part.digest().hasPrefix(digestPrefix) == false {
            try part.restart()
            guard try fetch(into: part, progress) else {
                throw DownloadError.status(416, address: url.absoluteString)
            }
        }
        let digest = try part.digest()
        guard digest.hasPrefix(digestPrefix) else {
            part.remove()
            throw DownloadError.digest(
                expected: digestPrefix, got: digest, address: url.absoluteString)
        }
        try part.finish()
    }

    private func makeFolder(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw FileError(
                operation: "make the folder", path: folder, reason: error.localizedDescription)
        }
    }

    /// Fetches what is missing; false when the server has nothing beyond the part.
    private func fetch(into part: PartialFile, _ progress: (Int, Int?) -> Void) throws -> Bool {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = timeoutSeconds
        let receiver = Receiver(part)
        let session = URLSession(
            configuration: configuration, delegate: receiver, delegateQueue: nil)
        defer { session.finishTasksAndInvalidate() }
        var request = URLRequest(url: url)
        // A compressed answer has no bytes to go on from.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        if part.count > 0 {
            request.setValue("bytes=\(part.count)-", forHTTPHeaderField: "Range")
        }
        let before = part.count
        session.dataTask(with: request).resume()
        while !receiver.wait(seconds: 0.1) { progress(receiver.received, receiver.total) }
        let address = url.absoluteString
        switch receiver.outcome {
        case .failed(let error): throw error
        case .status(416) where before > 0, .wrongRange: return false
        case .status(let status): throw DownloadError.status(status, address: address)
        case .ended(let reason):
            let (received, total) = (receiver.received, receiver.total)
            if reason == nil, total == nil || received == total { return true }
            let words = reason ?? "the connection was closed"
            guard received > 0 else {
                throw DownloadError.network(words, address: address, path: path)
            }
            throw DownloadError.interrupted(
                words, address: address, received: received, total: total)
        }
    }
}

/// Writes what a server sends.
private final class Receiver: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    // `state` is only touched under `mutex`; `part` only by the session's queue, one call at a time, until `done`
    // is signalled.
    enum Outcome {
        case ended(reason: String?)
        case status(Int)
        /// Not the part that was asked for.
        case wrongRange
        case failed(any Error)
    }

    private struct State {
        var received = 0
        var total: Int?
        var outcome: Outcome?
    }

    private let mutex = NSLock()
    private let done = DispatchSemaphore(value: 0)
    private let part: PartialFile
    private var state: State

    init(_ part: PartialFile) {
        self.part = part
        state = State(received: part.count)
    }

    var received: Int { mutex.withLock { state.received } }
    var total: Int? { mutex.withLock { state.total } }
    var outcome: Outcome { mutex.withLock { state.outcome ?? .ended(reason: nil) } }

    /// Whether the transfer is over.
    func wait(seconds: Double) -> Bool { done.wait(timeout: .now() + seconds) == .success }

    private func end(_ outcome: Outcome) {
        mutex.withLock { if state.outcome == nil { state.outcome = outcome } }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        let answer = response as? HTTPURLResponse
        let length = response.expectedContentLength
        do {
            switch answer?.statusCode {
            case 206:
                let range = answer?.value(forHTTPHeaderField: "Content-Range") ?? ""
                guard range.hasPrefix("bytes \(part.count)-") else {
                    end(.wrongRange)
                    return completionHandler(.cancel)
                }
            case 200: try part.restart()
            case let status:
                end(.status(status ?? 0))
                return completionHandler(.cancel)
            }
        } catch {
            end(.failed(error))
            return completionHandler(.cancel)
        }
        let count = part.count
        mutex.withLock {
            state.received = count
            state.total = length >= 0 ? count + Int(length) : nil
        }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        do {
            try part.append(data)
            let count = part.count
            mutex.withLock { state.received = count }
        } catch {
            end(.failed(error))
            dataTask.cancel()
        }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
    ) {
        end(.ended(reason: error?.localizedDescription))
        done.signal()
    }
}
