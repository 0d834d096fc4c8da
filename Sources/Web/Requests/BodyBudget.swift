internal import HTTPTypes
internal import Hummingbird
import Synchronization

/// Bytes that the bodies of all requests may take together.
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
    /// - Parameter limit: bytes that it may have.
    /// - Throws: `ProblemDetails` when it has more, or too much is being read; what `body` throws.
    func read<R>(
        _ request: Request, atMost limit: Int,
        _ body: ([UInt8]) async throws -> R
    ) async throws -> R {
        let tooLarge = ProblemDetails(.tooLarge, "a request may have \(limit) bytes")
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
                    throw ProblemDetails.overloaded("other requests take all the memory there is")
                }
                taken += count
                bytes.append(contentsOf: part.readableBytesView)
            }
        } catch let problem as ProblemDetails {
            throw problem
        } catch {
            throw ProblemDetails(
                .badRequest, "the request ended before it was whole, or is no HTTP")
        }
        return try await body(bytes)
    }
}
