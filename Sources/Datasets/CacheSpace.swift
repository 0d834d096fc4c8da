import Files
import Images

/// The space for the decoded images of a data set in the cache folder.
///
/// If the images of all folders fit into the limit of the cache, all are kept. Otherwise the same
/// fraction of each folder is, so that every split has its part.
struct CacheSpace: Sendable {
    /// The part of the limit that pixels may use; the rest is for headers and the properties of
    /// images.
    private static let usable = 0.98

    /// The folder of all caches.
    let cacheFolder: String
    /// The maximum size of all caches in bytes.
    let limit: Int
    /// The fraction of the images that are kept.
    private let fraction: Double

    /// - Parameters:
    ///   - counts: the number of images of each folder.
    ///   - limit: the maximum size of all caches in bytes; nil: the limit of the environment.
    /// - Throws: `CacheLimitError`.
    init(
        _ cacheFolder: String, counts: [Int], _ transform: EvaluationTransform, limit: Int? = nil
    ) throws {
        self.cacheFolder = cacheFolder
        let limit = try limit ?? CacheLimit.current()
        self.limit = limit
        let headers = counts.count * DecodedFile.headerSize
        let pixels = counts.reduce(0, +) * transform.byteCount
        fraction =
            pixels + headers <= limit
            ? 1 : max(Double(limit - headers), 0) * Self.usable / Double(pixels)
    }

    /// The number of images of a folder that are kept.
    func kept(of count: Int) -> Int {
        fraction < 1 ? min(Int(fraction * Double(count)), count) : count
    }
}
