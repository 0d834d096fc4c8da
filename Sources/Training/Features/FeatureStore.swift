package import Files
package import Foundation

/// The features of frozen backbones in the user's cache folder. The features of a split are stored
/// once, under a key of everything that determines them (network, weights, images, transform). If
/// the limit of the cache is reached, the least recently used entries are removed.
package struct FeatureStore: Sendable {
    private let cache: CacheFolder

    /// - Parameters:
    ///   - folder: the folder `features` of a cache folder; the limit also includes its sibling
    ///     `images`.
    ///   - limit: the limit in bytes; nil: that of `STUDY_CACHE_LIMIT`, or 20 GB.
    package init(folder: String = "\(UserFolders().cacheFolder)/features", limit: Int? = nil) {
        cache = CacheFolder(.features, path: folder, limit: limit)
    }

    /// Opens the features with the key `key`, a SHA-256 in hexadecimal. They are not removed during
    /// the lifetime of the matrix.
    /// - Parameter verify: true to check the digests of all data, on all cores; false to check only
    ///   the header and the size.
    /// - Returns: nil if the features do not exist or are damaged; a damaged file is removed.
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

    /// Opens the features with the key `key`, and computes them first unless they exist. If several
    /// threads or processes request the same features at the same time, one computes them and the
    /// others wait; then each opens them with all digests checked.
    /// - Parameters:
    ///   - onWait: called before waiting for another process.
    ///   - fill: appends all rows to the writer, in order.
    /// - Throws: `FileError`, for example if the disk is full; `CacheLimitError`; `FeatureError`
    ///   for values beyond the range of half precision; and the errors of `fill`. No file is left
    ///   then.
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

    /// The entries of the store, the least recently used first.
    package func entries() -> [Entry] {
        cache.entries().filter { $0.kind == .features }.map { entry in
            let file = try? MappedFile(locking: entry.path)
            let features = file.flatMap { try? FeatureFile($0, key: entry.key) }
            return Entry(file: entry, request: features?.request)
        }
    }

    /// Checks all digests of an entry. A damaged entry is removed.
    /// - Returns: the damage; nil if the entry is undamaged or does not exist.
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

    /// Removes the entries that are not in use.
    /// - Parameter date: only entries last used before this date are removed; nil: all.
    /// - Returns: the removed entries, and the entries that are kept because they are in use.
    @discardableResult
    package func clear(unusedSince date: Date? = nil) -> (
        removed: [CacheFolder.Entry], inUse: [CacheFolder.Entry]
    ) {
        cache.clear([.features], unusedSince: date)
    }

    /// A file of features in the store.
    package struct Entry: Sendable, Hashable {
        /// The file: its key, path, size and last use.
        package var file: CacheFolder.Entry
        /// The contents of the header; nil if it is damaged.
        package var request: FeatureRequest?
    }
}
