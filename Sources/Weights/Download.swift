import Files
package import Foundation
import HTTP

/// A download of a file over HTTP. The data are written to `<path>.part`, which a later run
/// resumes; the file is moved to `path` if its digest is correct.
package struct Download {
    let url: URL
    let path: String
    /// The first digits of the SHA-256.
    let digestPrefix: String
    /// The longest time without data from the server, in seconds.
    var timeoutSeconds = 30.0
    /// The headers of each request, such as `Authorization`.
    var headers: [String: String] = [:]
    /// A file of certificates that replaces the system's; nil: the system's.
    var certificates: String?

    /// - Parameters:
    ///   - path: the path of the file.
    ///   - digestPrefix: the first digits of the SHA-256, in lower-case hexadecimal.
    ///   - headers: the headers of each request, such as `Authorization`.
    ///   - certificates: a file of certificates that replaces the system's; nil: the system's.
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

    /// Downloads the file, unless it exists.
    /// - Parameter progress: called on this thread with the number of bytes received and the total,
    ///   or nil if the total is unknown.
    /// - Throws: `DownloadError`, `FileError`.
    package func run(progress: (Int, Int?) -> Void = { _, _ in }) throws {
        try FileManager.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        let part = try PartialFile(path: "\(path).part", destination: path)
        defer { part.close() }
        // Another process may have finished the download in the meantime.
        if FileManager.default.fileExists(atPath: path) { return }
        // If the server cannot resume the partial file, the download restarts once.
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

    /// Fetches the missing bytes.
    /// - Returns: false if the server cannot resume the partial file.
    private func fetch(into part: PartialFile, _ progress: (Int, Int?) -> Void) throws -> Bool {
        // A compressed response cannot be resumed.
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
            let cause = reason ?? "the connection was closed"
            guard received > 0 else {
                throw DownloadError.network(cause, address: address, path: path)
            }
            throw DownloadError.interrupted(
                cause, address: address, received: received, total: total)
        }
    }
}

/// Writes the body of a response to the partial file.
private final class Receiver: HTTPReceiver {
    enum Refusal {
        case status(Int)
        /// The response is not the requested range.
        case wrongRange
    }

    private let part: PartialFile
    private let progress: (Int, Int?) -> Void
    private var lastReport = Date.distantPast
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
        guard Date() > lastReport + 0.1 else { return }
        lastReport = Date()
        progress(part.count, total)
    }
}
