package import Files
package import Foundation

/// The features that frozen networks have given, in the user's cache folder: each split's once,
/// under a key of all that decides them (network, weights, pictures, transform), until they are the
/// least recently used and the limit of the cache is reached.
package struct FeatureStore: Sendable {
    private let cache: CacheFolder

    /// - Parameters:
    ///   - folder: the folder `features` of a cache folder; its neighbour `images` counts to the
    ///     limit.
    ///   - limit: in bytes; nil for that of `STUDY_CACHE_LIMIT`, or 20 GB.
    package init(folder: String = "\(XDG.cacheFolder)/features", limit: Int? = nil) {
        cache = CacheFolder(.features, path: folder, limit: limit)
    }

    /// The features under `key`, a SHA-256 in hexadecimal. Nothing takes them away as long as the
    /// matrix lives.
    /// - Parameter verify: whether to check the digests of all data, on all cores, or the header
    ///   and the size alone.
    /// - Returns: nil when they are not there or not whole; a damaged file is removed.
    /// - Precondition: `key` is 64 lower-case hexadecimal digits.
    package func open(_ key: String, verify: Bool) throws -> FeatureMatrix? {
        guard let file = try? MappedFile(locking: cache.path(of: key)) else { return nil }
        do {
            let features = try FeatureFile(file, key: key)
            if verify { try features.verify() }
            file.touch()
            return FeatureMatrix(features, key: key)
        } catch is FeatureFile.Damage {
            cache.removeDamaged(file, key: key)
            return nil
        }
    }

    /// The features under `key`, computed first unless they are there. Of all who ask for the same
    /// at the same time one computes, the others wait and have its features; `open`, with all
    /// digests checked, is what they do then.
    /// - Parameters:
    ///   - onWait: called before waiting for another process.
    ///   - fill: gives all rows to the writer, in order.
    /// - Throws: `FileError`, when the disk is full for example; `CacheLimitError`; `FeatureError`
    ///   for values beyond half precision; what `fill` throws. Nothing is left then.
    package func make(
        _ key: String, _ request: FeatureRequest, onWait: () -> Void = {},
        fill: (inout FeatureWriter) throws -> Void
    ) throws -> FeatureMatrix {
        try cache.entry(key, byteCount: FeatureFile.byteCount(request), onWait: onWait) { _ in
            guard let found = try open(key, verify: true), found.type == request.type,
                found.count == request.rows, found.width == request.width
            else { return nil }
            return found
        } make: { path in
            try FeatureFile.write(request, key: key, to: path, fill: fill)
        }
    }

    /// What is there, the least recently used first.
    package func entries() -> [Entry] {
        cache.entries().filter { $0.kind == .features }.map { entry in
            let file = try? MappedFile(locking: entry.path)
            let features = file.flatMap { try? FeatureFile($0, key: entry.key) }
            return Entry(file: entry, request: features?.request)
        }
    }

    /// Checks all digests of an entry. A damaged one is removed.
    /// - Returns: what is wrong with it; nil when it is whole, or is not there.
    package func verify(_ key: String) -> String? {
        guard let file = try? MappedFile(locking: cache.path(of: key)) else { return nil }
        do {
            try FeatureFile(file, key: key).verify()
            return nil
        } catch {
            cache.removeDamaged(file, key: key)
            return (error as? FeatureFile.Damage)?.reason ?? "\(error)"
        }
    }

    /// Removes what is not in use.
    /// - Parameter date: removes only what was last used before; all if nil.
    /// - Returns: what was removed, and what stays because it is in use.
    @discardableResult
    package func clear(unusedSince date: Date? = nil) -> (
        removed: [CacheFolder.Entry], inUse: [CacheFolder.Entry]
    ) {
        cache.clear([.features], unusedSince: date)
    }

    /// A file of features that is there.
    package struct Entry: Sendable, Hashable {
        package var file: CacheFolder.Entry
        /// What its header says; nil when that is damaged.
        package var request: FeatureRequest?
    }
}
