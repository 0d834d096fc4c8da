package import Foundation

/// A folder of large files that can be computed again, such as decoded images. Each file is stored
/// under a key, the SHA-256 of everything that decides its bytes. The least recently used files are
/// removed if all cache folders together exceed the limit.
///
/// A file is created and removed only under the lock of its key (`FileLock` on `<key>.lock`), and a
/// user of the file holds a shared lock on the file itself (`MappedFile(locking:)`). Therefore a
/// file is computed once and never removed while it is in use. Its modification time is the time of
/// its last use.
package struct CacheFolder: Sendable {
    /// The content of the files. The raw value is the name of the folder in the user's cache
    /// folder.
    package enum Kind: String, Sendable, CaseIterable {
        case features
        case images

        /// The suffix of the files.
        package var suffix: String {
            switch self {
            case .features: "safetensors"
            case .images: "rgb"
            }
        }
    }

    /// A file in the cache.
    package struct Entry: Sendable, Hashable {
        /// The content of the file.
        package var kind: Kind
        /// The SHA-256 of everything that decides its bytes.
        package var key: String
        /// The path of the file.
        package var path: String
        /// The size in bytes.
        package var byteCount: Int
        /// The time of the last use.
        package var lastUse: Date
    }

    /// The content of the files.
    package let kind: Kind
    /// The path of the folder.
    package let path: String
    private let limit: Int?

    /// - Parameters:
    ///   - path: the folder, which is created when a file is added.
    ///   - limit: the maximum size in bytes of all files here and in the sibling folders of the
    ///     other kinds; nil: the limit of the environment.
    package init(_ kind: Kind, path: String, limit: Int? = nil) {
        self.kind = kind
        self.path = path
        self.limit = limit
    }

    /// The folder of `entry`.
    package init(_ entry: Entry) {
        self.init(entry.kind, path: (entry.path as NSString).deletingLastPathComponent)
    }

    /// The path of the file of `key`.
    /// - Precondition: `key` is a SHA-256 in lower-case hexadecimal.
    package func path(of key: String) -> String {
        precondition(Self.isKey(key), "'\(key)' is not a SHA-256")
        return "\(path)/\(key).\(kind.suffix)"
    }

    /// The file of `key`, opened by `open`. If it does not exist, one process creates it while
    /// others wait.
    /// - Parameters:
    ///   - byteCount: the expected size in bytes.
    ///   - onWait: called before waiting for another process that creates the file.
    ///   - open: opens and locks the file; nil if it does not exist or is incomplete.
    ///   - make: writes the file to the given path, atomically.
    /// - Throws: `CacheLimitError`, `FileError`, and the errors of `open` and `make`; no file is
    ///   left then.
    package func entry<Value>(
        _ key: String, byteCount: Int, onWait: () -> Void = {}, open: (String) throws -> Value?,
        make: (String) throws -> Void
    ) throws -> Value {
        let file = path(of: key)
        if let value = try open(file) { return value }
        let limit = try limit ?? CacheLimit.current()
        try Self.makeFolder(path)
        let lock = try self.lock(key, onWait: onWait)
        defer { withExtendedLifetime(lock) {} }
        if let value = try open(file) { return value }
        // A damaged file must not use the space of the new one.
        unlink(file)
        removeLeftovers(of: key)
        evict(to: limit - byteCount)
        do {
            try make(file)
        } catch let error as FileError where error.isFullDisk {
            throw FileError(
                operation: error.operation, path: error.path,
                reason: error.reason + "; free disk space, for example with 'study cache clear'",
                code: error.code)
        }
        guard let value = try open(file) else {
            throw FileError(
                operation: "read back", path: file,
                reason: "the file was changed while it was written")
        }
        // Other processes may have added files in the meantime.
        evict(to: limit)
        return value
    }

    /// Locks a key; waits for other processes.
    /// - Throws: `FileError`, with a hint if the folder cannot be written.
    private func lock(_ key: String, onWait: () -> Void) throws -> FileLock {
        do {
            return try FileLock(path: lockPath(key), onWait: onWait)
        } catch let error as FileError where [EACCES, EPERM, EROFS].contains(error.code) {
            throw Self.unwritable(path, error.reason, code: error.code)
        }
    }

    private static func unwritable(_ path: String, _ reason: String, code: Int32?) -> FileError {
        FileError(
            operation: "write the cache folder", path: path,
            reason: reason + "; set a writable folder with --cache or \(UserFolders.cacheVariable)",
            code: code)
    }

    /// Creates a folder in the cache.
    /// - Throws: `FileError` with a hint if it cannot be created.
    package static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw unwritable(path, error.systemReason, code: error.systemCode)
        }
    }

    /// The files here and in the sibling folders of the other kinds, the least recently used first.
    package func entries() -> [Entry] {
        folders.flatMap { folder in
            folder.names().compactMap { name -> Entry? in
                guard let key = folder.key(ofEntry: name) else { return nil }
                let path = "\(folder.path)/\(name)"
                guard let information = Self.information(path) else { return nil }
                let time = information.st_mtim
                return Entry(
                    kind: folder.kind, key: key, path: path, byteCount: Int(information.st_size),
                    lastUse: Date(
                        timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9))
            }
        }.sorted { ($0.lastUse, $0.path) < ($1.lastUse, $1.path) }
    }

    /// Removes an entry unless it is in use or being created.
    /// - Returns: true if it no longer exists.
    @discardableResult
    package func remove(_ entry: Entry) -> Bool {
        let folder = self.folder(of: entry.kind)
        guard let lock = try? FileLock(trying: folder.lockPath(entry.key)) else { return false }
        defer { withExtendedLifetime(lock) {} }
        let descriptor = Foundation.open(entry.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT }
        defer { FileLock.unlock(descriptor) }
        switch try? FileLock.lock(descriptor, LOCK_EX | LOCK_NB, entry.path) {
        case .acquired: return unlink(entry.path) == 0
        // Whether the file is in use is not known.
        case .unsupported:
            return Date().timeIntervalSince(entry.lastUse) > Self.longestUse
                && unlink(entry.path) == 0
        case .held, nil: return false
        }
    }

    /// The time in seconds without use after which a file is removed on a file system without
    /// locks: 7 days.
    private static let longestUse = 7 * 86_400.0

    /// Removes the entries of `kinds` that are not in use.
    /// - Parameter date: only entries that were last used before this date are removed; nil: all.
    /// - Returns: the removed entries, and those that are kept because they are in use.
    package func clear(
        _ kinds: Set<Kind>, unusedSince date: Date? = nil
    ) -> (removed: [Entry], inUse: [Entry]) {
        for folder in folders where kinds.contains(folder.kind) { folder.removeLeftovers() }
        var (removed, inUse): ([Entry], [Entry]) = ([], [])
        for entry in entries() where kinds.contains(entry.kind) {
            if let date, entry.lastUse >= date { continue }
            if remove(entry) { removed.append(entry) } else { inUse.append(entry) }
        }
        return (removed, inUse)
    }

    /// Removes a damaged file, unless another process has just replaced it or is about to.
    package func removeDamaged(_ file: MappedFile, key: String) {
        guard let lock = try? FileLock(trying: lockPath(key)) else { return }
        defer { withExtendedLifetime(lock) {} }
        if file.isInPlace { unlink(file.path) }
    }

    /// Removes the least recently used entries that are not in use, until the limit holds. An entry
    /// that is larger than the limit is in use until the command that created it ends, so commands
    /// call this at their end.
    /// - Returns: the removed entries.
    package func trim() -> [Entry] {
        guard let limit = try? limit ?? CacheLimit.current() else { return [] }
        let total = entries().reduce(0) { $0 + $1.byteCount }
        return total > limit ? evict(to: limit) : []
    }

    /// Removes the least recently used entries that are not in use, until the total size is at most
    /// `limit` bytes.
    /// - Returns: the removed entries.
    @discardableResult
    func evict(to limit: Int) -> [Entry] {
        for folder in folders { folder.removeLeftovers() }
        let entries = entries()
        var total =
            entries.reduce(0) { $0 + $1.byteCount } + folders.reduce(0) { $0 + $1.pendingBytes }
        var removed: [Entry] = []
        for entry in entries where total > limit && remove(entry) {
            total -= entry.byteCount
            removed.append(entry)
        }
        return removed
    }

    // MARK: Names

    private static func isKey(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    private func lockPath(_ key: String) -> String { "\(path)/\(key).lock" }

    private func names() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    private func key(ofEntry name: String) -> String? {
        guard name.hasSuffix(".\(kind.suffix)"), Self.isKey(name.dropLast(kind.suffix.count + 1))
        else { return nil }
        return String(name.prefix(64))
    }

    /// The key of a temporary file of `AtomicFile`: `.<key>.<suffix>.<random>.tmp`.
    private func key(ofTemporary name: String) -> String? {
        guard name.hasPrefix("."), name.hasSuffix(".tmp") else { return nil }
        let key = name.dropFirst().prefix(64)
        return Self.isKey(key) && name.dropFirst(65).hasPrefix(".\(kind.suffix).")
            ? String(key) : nil
    }

    private func key(ofLock name: String) -> String? {
        name.hasSuffix(".lock") && Self.isKey(name.dropLast(5)) ? String(name.prefix(64)) : nil
    }

    private var folders: [CacheFolder] { Kind.allCases.map { folder(of: $0) } }

    private func folder(of kind: Kind) -> CacheFolder {
        if kind == self.kind { return self }
        let parent = (path as NSString).deletingLastPathComponent
        return CacheFolder(kind, path: "\(parent)/\(kind.rawValue)", limit: limit)
    }

    // MARK: Leftovers

    /// Removes files that killed processes left.
    private func removeLeftovers() {
        let names = names()
        for key in Set(names.compactMap { key(ofTemporary: $0) ?? key(ofLock: $0) }) {
            // Releasing the lock removes its file.
            guard let lock = try? FileLock(trying: lockPath(key)) else { continue }
            removeLeftovers(of: key, names)
            withExtendedLifetime(lock) {}
        }
    }

    /// Removes the temporary files of `key`; the caller holds its lock.
    private func removeLeftovers(of key: String, _ names: [String]? = nil) {
        for name in names ?? self.names() where self.key(ofTemporary: name) == key {
            unlink("\(path)/\(name)")
        }
    }

    /// The size of the files that are being created, in bytes.
    private var pendingBytes: Int {
        names().filter { key(ofTemporary: $0) != nil }.reduce(0) { sum, name in
            guard let information = Self.information("\(path)/\(name)") else { return sum }
            return sum + max(Int(information.st_size), Int(information.st_blocks) * 512)
        }
    }

    private static func information(_ path: String) -> stat? {
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return information
    }
}
