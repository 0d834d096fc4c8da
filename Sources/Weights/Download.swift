import Files
package import Foundation
import HTTP

/// A file fetched over HTTP: into `<path>.part`, which a later run goes on with, and into its place
/// once its digest is right.
package struct Download {
    let url: URL
    let path: String
    /// What its SHA-256 begins with.
    let digestPrefix: String
    /// How long the server may say nothing.
    var timeoutSeconds = 30.0
    /// Sent with each request, such as `Authorization`.
    var headers: [String: String] = [:]
    /// A file of certificates in place of the system's.
    var certificates: String?

    /// - Parameters:
    ///   - path: where the file goes.
    ///   - digestPrefix: what its SHA-256 begins with.
    ///   - headers: sent with each request, such as `Authorization`.
    ///   - certificates: a file of them, in place of the system's.
    package init(
        url: URL, path: String, digestPrefix: String, headers: [String: String] = [:],
        certificates: String? = nil
    ) {
        self.url = url
        self.path = path
        self.digestPrefix = digestPrefix
        self.headers = headers
        self.certificates = certificates
    }

    /// - Parameter progress: called on this thread with bytes done and, where it is known, in all.
    /// - Throws: `DownloadError`, `FileError`.
    package func run(progress: (Int, Int?) -> Void = { _, _ in }) throws {
        try FileManager.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        let part = try PartialFile(path: "\(path).part", destination: path)
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

    /// Fetches what is missing; false when the server has nothing beyond the part.
    private func fetch(into part: PartialFile, _ progress: (Int, Int?) -> Void) throws -> Bool {
        // A compressed answer has no bytes to go on from.
        var headers = headers.merging(["Accept-Encoding": "identity"]) { $1 }
        let before = part.count
        if before > 0 { headers["Range"] = "bytes=\(before)-" }
        let address = url.absoluteString
        let request = HTTPRequest(
            "GET", address, headers: headers, timeoutSeconds: timeoutSeconds,
            followsRedirections: true, certificates: certificates)
        return try withoutActuallyEscaping(progress) { progress in
            let receiver = Receiver(part, progress)
            var reason: String?
            do { try HTTPConnection().send(request, to: receiver) } catch let error as HTTPError {
                reason = "\(error)"
            }
            switch receiver.refusal {
            case .status(416) where before > 0, .wrongRange: return false
            case .status(let status): throw DownloadError.status(status, address: address)
            case nil: break
            }
            let (received, total) = (part.count, receiver.total)
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
private final class Receiver: HTTPReceiver {
    enum Refusal {
        case status(Int)
        /// Not the part that was asked for.
        case wrongRange
    }

    private let part: PartialFile
    private let progress: (Int, Int?) -> Void
    private var told = Date.distantPast
    private(set) var total: Int?
    private(set) var refusal: Refusal?

    init(_ part: PartialFile, _ progress: @escaping (Int, Int?) -> Void) {
        self.part = part
        self.progress = progress
    }

    func receive(_ head: HTTPHead) throws -> Bool {
        switch head.status {
        case 206:
            guard head.headers["content-range"]?.hasPrefix("bytes \(part.count)-") == true else {
                refusal = .wrongRange
                return false
            }
        case 200: try part.restart()
        case let status:
            refusal = .status(status)
            return false
        }
        total = head.length.map { part.count + $0 }
        return true
    }

    func receive(_ body: Data) throws {
        try part.append(body)
        guard Date() > told + 0.1 else { return }
        told = Date()
        progress(part.count, total)
    }
}
