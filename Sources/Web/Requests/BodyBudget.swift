internal import HTTPTypes
internal import Hummingbird
import Synchronization

/// A limit for the total memory of the bodies of all requests.
final class BodyBudget: Sendable {
    private let most: Int
    private let used = Mutex(0)

    init(bytes: Int) { most = bytes }

    private func take(_ bytes: Int) -> Bool {
        used.withLock { used in
            guard used + bytes <= most else { return false }
            used += bytes
            return true
        }
    }

    private func giveBack(_ bytes: Int) { used.withLock { $0 -= bytes } }

    /// Reads a request's body and calls `body` with it.
    /// - Parameter limit: the maximum number of bytes of the request's body.
    /// - Throws: `ProblemDetails` if the limit or the total limit is exceeded; the errors of
    ///   `body`.
    func read<R>(
        _ request: Request, atMost limit: Int,
        _ body: ([UInt8]) async throws -> R
    ) async throws -> R {
        let tooLarge = ProblemDetails(.tooLarge, "the limit of a request is \(limit) bytes")
        if let text = request.headers[.contentLength], let length = Int(text), length > limit {
            throw tooLarge
        }
        var bytes: [UInt8] = []
        var taken = 0
        defer { giveBack(taken) }
        do {
            for try await part in request.body {
                let count = part.readableBytes
                guard bytes.count + count <= limit else { throw tooLarge }
                guard take(count) else {
                    throw ProblemDetails.overloaded("other requests use all memory for requests")
                }
                taken += count
                bytes.append(contentsOf: part.readableBytesView)
            }
        } catch let problem as ProblemDetails {
            throw problem
        } catch {
            throw ProblemDetails(
                .badRequest, "the request is incomplete or is not valid HTTP")
        }
        return try await body(bytes)
    }
}
