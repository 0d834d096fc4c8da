package import Foundation

/// A folder of large files that can be made again, such as decoded pictures: each under a key, a
/// SHA-256 of all that decides its bytes. The least recently used go when all such folders beside
/// each other take more than the limit.
///
/// A file appears and goes only under the lock of its key (`FileLock` on `<key>.lock`), and who
/// uses it holds a shared lock on the file itself (`MappedFile(locking:)`), so it is made once and
/// never taken away while in use. Its time of change is that of its last use.
package struct CacheFolder: Sendable {
    /// What the files hold. The raw value is the name of the folder within the user's cache folder.
    package enum Kind: String, Sendable, CaseIterable {
        case features
        case images

        package var suffix: String {
            switch self {
            case .features: "safetensors"
            case .images: "rgb"
            }
        }
    }

    /// A file that is there.
    package struct Entry: Sendable, Hashable {
        package var kind: Kind
        package var key: String
        package var path: String
        package var byteCount: Int
        package var lastUse: Date
    }

    package let kind: Kind
    package let path: String
    private let limit: Int?

    /// - Parameters:
    ///   - path: the folder, which is made when something is put there.
    ///   - limit: bytes of all files here and in the other kinds' folders beside; nil for what the
    ///     environment says.
    package init(_ kind: Kind, path: String, limit: Int? = nil) {
        self.kind = kind
        self.path = path
        self.limit = limit
    }

    /// The folder of `entry`.
    package init(_ entry: Entry) {
        self.init(entry.kind, path: (entry.path as NSString).deletingLastPathComponent)
    }

    /// - Precondition: `key` is a SHA-256 in lower-case hexadecimal.
    package func path(of key: String) -> String {
        precondition(Self.isKey(key), "'\(key)' is no SHA-256")
        return "\(path)/\(key).\(kind.suffix)"
    }

    /// The file of `key`, opened by `open`; made first by one of those who ask for it, while the
    /// others wait.
    /// - Parameters:
    ///   - byteCount: what it will take.
    ///   - onWait: called before waiting for another process that makes it.
    ///   - open: nil when the file is not there or not whole; else something that has it locked.
    ///   - make: writes it to this path, atomically.
    /// - Throws: `CacheLimitError`, `FileError`, what `open` and `make` throw; nothing is left
    ///   then.
    package func entry<Value>(
        _ key: String, byteCount: Int, onWait: () -> Void = {}, open: (String) throws -> Value?,
        make: (String) throws -> Void
    ) throws -> Value {
        let file = path(of: key)
        if let value = try open(file) { return value }
        let limit = try limit ?? CacheLimit.current()
        try Self.makeFolder(path)
        let lock = try FileLock(path: lockPath(key), onWait: onWait)
        defer { withExtendedLifetime(lock) {} }
        if let value = try open(file) { return value }
        // A damaged file must not take the room of the new one.
        unlink(file)
        removeLeftovers(of: key)
        evict(to: limit - byteCount)
        do {
            try make(file)
        } catch let error as FileError where error.isFullDisk {
            throw FileError(
                operation: error.operation, path: error.path,
                reason: error.reason + "; make room, by 'study cache clear' for example",
                code: error.code)
        }
        guard let value = try open(file) else {
            throw FileError(
                operation: "read back", path: file, reason: "it changed while it was written")
        }
        // Others may have made theirs meanwhile.
        evict(to: limit)
        return value
    }

    /// Makes a folder in the cache.
    /// - Throws: `FileError` that says what to do where it cannot be made.
    package static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw FileError(
                operation: "make the cache folder", path: path,
                reason:
                    "\(error.localizedDescription); name a folder that you can write with --cache or "
                    + "\(XDG.cacheVariable)",
                code: error.systemCode)
        }
    }

    /// What is there, here and in the other kinds' folders beside, the least recently used first.
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

    /// Removes an entry unless it is in use or being made.
    /// - Returns: whether it is gone.
    @discardableResult
    package func remove(_ entry: Entry) -> Bool {
        let folder = self.folder(of: entry.kind)
        guard let lock = try? FileLock(trying: folder.lockPath(entry.key)) else { return false }
        defer { withExtendedLifetime(lock) {} }
        let descriptor = Foundation.open(entry.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT }
        defer { FileLock.unlock(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0 && unlink(entry.path) == 0
    }

    /// Removes the entries of `kinds` that are not in use.
    /// - Parameter date: removes only what was last used before; all if nil.
    /// - Returns: what was removed, and what stays because it is in use.
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

    /// Removes a file that was found to be damaged, unless another process has just replaced it or
    /// is about to.
    package func removeDamaged(_ file: MappedFile, key: String) {
        guard let lock = try? FileLock(trying: lockPath(key)) else { return }
        defer { withExtendedLifetime(lock) {} }
        if file.isInPlace { unlink(file.path) }
    }

    /// Removes the least recently used entries that are not in use, until all take at most `limit`
    /// bytes.
    func evict(to limit: Int) {
        for folder in folders { folder.removeLeftovers() }
        let entries = entries()
        var total =
            entries.reduce(0) { $0 + $1.byteCount } + folders.reduce(0) { $0 + $1.pendingBytes }
        for entry in entries where total > limit {
            if remove(entry) { total -= entry.byteCount }
        }
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

    /// Removes what killed processes have left.
    private func removeLeftovers() {
        let names = names()
        for key in Set(names.compactMap { key(ofTemporary: $0) ?? key(ofLock: $0) }) {
            // The lock's own file goes with the lock.
            guard let lock = try? FileLock(trying: lockPath(key)) else { continue }
            removeLeftovers(of: key, names)
            withExtendedLifetime(lock) {}
        }
    }

    /// For the holder of the lock of `key`.
    private func removeLeftovers(of key: String, _ names: [String]? = nil) {
        for name in names ?? self.names() where self.key(ofTemporary: name) == key {
            unlink("\(path)/\(name)")
        }
    }

    /// What the files take that are being made.
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
