import Files
import Foundation

extension Dataset {
    /// A digest of everything the set holds: SHA-256 over a line "digest  path" for every sample,
    /// sorted by path, with the split where it is not the one of the folder. Renaming, adding, removing or changing a
    /// picture changes it, and so does putting one into another split.
    package func fingerprint(cacheFolder: String = XDG.cacheFolder) -> String {
        fingerprint(ContentDigests(self, cacheFolder: cacheFolder))
    }

    /// The same from digests that are known.
    package func fingerprint(_ digests: ContentDigests) -> String {
        digests.fingerprint(of: splits.flatMap { split in samples(split).map { ($0, split) } })
    }
}

/// The SHA-256 of every picture of a data set.
///
/// Reading all files again at each start would cost seconds on a large set, so digests are
/// remembered in the cache folder by inode, size and times (as git's index does), and only changed
/// files are read.
package struct ContentDigests: Sendable {
    private struct Entry {
        var stamp: String
        var digest: String
    }

    /// In the place of the digest of a file that cannot be read.
    static let unreadable = "unreadable"

    private let entries: [String: Entry]

    package init(_ dataset: Dataset, cacheFolder: String = XDG.cacheFolder) {
        let samples = dataset.splits.flatMap { dataset.samples($0) }
        self.init(root: dataset.root, paths: samples.map(\.path), cacheFolder: cacheFolder)
    }

    /// - Parameter paths: relative to `root`.
    init(root: String, paths: [String], cacheFolder: String) {
        let key = SHA256Digest.of(root)
        let cache = "\(cacheFolder)/digests/\(key).txt"
        let known = Self.read(cache)
        var entries: [String: Entry] = [:]
        var changed: [(path: String, stamp: String)] = []
        for path in paths {
            // Whoever decodes the file finds out why, and whether that may be.
            guard let stamp = Self.stamp(FilePath(root).appending(text: path)) else {
                entries[path] = Entry(stamp: "", digest: Self.unreadable)
                continue
            }
            if let entry = known[path], entry.stamp == stamp {
                entries[path] = entry
            } else {
                changed.append((path, stamp))
            }
        }
        let digests = Parallel.map(count: changed.count) { index -> String? in
            let file = try? MappedFile(path: FilePath(root).appending(text: changed[index].path))
            return file?.withBytes { SHA256Digest.of($0) }
        }
        for (file, digest) in zip(changed, digests) {
            entries[file.path] = Entry(stamp: file.stamp, digest: digest ?? Self.unreadable)
        }
        self.entries = entries
        if !changed.isEmpty {
            let readable = entries.filter { $0.value.digest != Self.unreadable }
            // A cache that cannot be written costs time at the next start and nothing else.
            try? Self.write(known.merging(readable) { $1 }, to: cache)
        }
    }

    func digest(_ sample: Sample) -> String { entries[sample.path]?.digest ?? "" }

    /// Lists of several positions in `pictures` whose files are the same.
    func copies(among pictures: [GroupedPicture]) -> [[Int]] {
        Dictionary(grouping: pictures.indices) { digest(pictures[$0].sample) }
            .filter { !$0.key.isEmpty && $0.key != Self.unreadable && $0.value.count > 1 }.map(
                \.value)
    }

    /// Of pictures alone.
    func fingerprint(of samples: [Sample]) -> String {
        fingerprint(of: samples.map { ($0, nil) })
    }

    /// Of pictures and their splits.
    func fingerprint(of samples: [(Sample, Split?)]) -> String {
        let sorted = samples.sorted { $0.0.path.utf8.lexicographicallyPrecedes($1.0.path.utf8) }
        let lines = sorted.map { sample, split in
            let moved = split.map {
                sample.path.hasPrefix("\($0.rawValue)/") ? "" : " -> \($0.rawValue)"
            }
            return "\(digest(sample))  \(sample.path)\(moved ?? "")\n"
        }
        return SHA256Digest.of(lines.joined())
    }

    /// Nil for a file that is not there, and for what is no regular file.
    private static func stamp(_ path: FilePath) -> String? {
        guard let information = try? path.information(),
            information.st_mode & S_IFMT == S_IFREG
        else { return nil }
        let (modified, changed) = (information.st_mtim, information.st_ctim)
        return
            "\(information.st_ino),\(information.st_size),\(modified.tv_sec).\(modified.tv_nsec),"
            + "\(changed.tv_sec).\(changed.tv_nsec)"
    }

    /// Lines of "stamp digest path"; anything else is ignored, and those files are read again.
    private static func read(_ path: String) -> [String: Entry] {
        guard let file = try? MappedFile(path: path) else { return [:] }
        return file.withBytes { bytes in
            var entries: [String: Entry] = [:]
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
                guard fields.count == 3, fields[1].count == 64 else { continue }
                let text = fields.map { String(decoding: $0, as: UTF8.self) }
                entries[text[2]] = Entry(stamp: text[0], digest: text[1])
            }
            return entries
        }
    }

    private static func write(_ entries: [String: Entry], to path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let lines = entries.sorted { $0.key < $1.key }.map {
            "\($0.value.stamp) \($0.value.digest) \($0.key)\n"
        }
        try AtomicFile.write(lines.joined(), to: path)
    }
}
