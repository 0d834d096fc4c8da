import Files
import Foundation
import Vocabulary

extension Dataset {
    /// A digest of everything the set holds: SHA-256 over a line "digest  path" for every sample,
    /// sorted by path, with the split where it is not the one of the folder. Renaming, adding,
    /// removing or changing a picture changes it, and so does putting one into another split.
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
        /// Inode, size and times of the file, which change with it.
        var stamp: String
        /// SHA-256 of the file's bytes, or the error in reading them.
        var digest: Result<String, FileError>
    }

    private let entries: [String: Entry]
    /// The file that remembers them.
    private let cache: String

    package init(_ dataset: Dataset, cacheFolder: String = XDG.cacheFolder) {
        let samples = dataset.splits.flatMap { dataset.samples($0) }
        self.init(root: dataset.root, paths: samples.map(\.path), cacheFolder: cacheFolder)
    }

    /// - Parameter paths: relative to `root`.
    init(root: String, paths: [String], cacheFolder: String) {
        let key = SHA256Digest.of(root)
        cache = "\(cacheFolder)/digests/\(key).txt"
        let known = Self.read(cache)
        var entries: [String: Entry] = [:]
        var changed: [(path: String, stamp: String)] = []
        for path in paths {
            do throws(FileError) {
                let stamp = try Self.stamp(FilePath(root).appending(text: path))
                if let entry = known[path], entry.stamp == stamp {
                    entries[path] = entry
                } else {
                    changed.append((path, stamp))
                }
            } catch { entries[path] = Entry(stamp: "", digest: .failure(error)) }
        }
        let digests = Parallel.map(count: changed.count) { index -> Result<String, FileError> in
            let path = FilePath(root).appending(text: changed[index].path)
            return Result { () throws(FileError) in
                try SHA256Digest.of(file: path)
            }
        }
        for (file, digest) in zip(changed, digests) {
            entries[file.path] = Entry(stamp: file.stamp, digest: digest)
        }
        self.entries = entries
        if !changed.isEmpty {
            // A cache that cannot be written costs time at the next start and nothing else.
            try? Self.write(known.merging(entries) { $1 }, to: cache)
        }
    }

    /// Nil for a file that could not be read.
    func digest(_ sample: Sample) -> String? { try? entries[sample.path]?.digest.get() }

    /// Why the bytes that `path` has now are not those that the digest is of; nil where they are.
    ///
    /// Pixels are kept under the digest, so that those of such a file must not be decoded.
    func problem(of sample: Sample, at path: FilePath) -> String? {
        guard let entry = entries[sample.path] else { return "it was not there" }
        do throws(FileError) {
            _ = try entry.digest.get()
            return try Self.stamp(path) == entry.stamp ? nil : "it was changed while it was read"
        } catch { return error.reason }
    }

    /// Forgets what is remembered of files, so that they are read again at the next start: what
    /// cannot be read then has no digest.
    func forget(_ paths: [String]) {
        let gone = Set(paths)
        // If the cache cannot be written, the next start reports the same files once more.
        try? Self.write(Self.read(cache).filter { !gone.contains($0.key) }, to: cache)
    }

    /// Lists of several positions in `pictures` whose files are the same.
    func copies(among pictures: [GroupedImage]) -> [[Int]] {
        Dictionary(grouping: pictures.indices) { digest(pictures[$0].sample) }
            .filter { $0.key != nil && $0.value.count > 1 }.map(\.value)
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
            return "\(digest(sample) ?? "unreadable")  \(sample.path)\(moved ?? "")\n"
        }
        return SHA256Digest.of(lines.joined())
    }

    /// - Throws: `FileError` for a file that is not there.
    private static func stamp(_ path: FilePath) throws(FileError) -> String {
        let information = try path.information()
        let (modified, changed) = (information.st_mtim, information.st_ctim)
        return
            "\(information.st_ino),\(information.st_size),\(modified.tv_sec).\(modified.tv_nsec),"
            + "\(changed.tv_sec).\(changed.tv_nsec)"
    }

    /// Lines of "stamp digest path"; anything else is ignored, and those files are read again.
    private static func read(_ path: String) -> [String: Entry] {
        guard let contents = try? OpenFile(path: path).contents() else { return [:] }
        return contents.withUnsafeBytes { bytes in
            var entries: [String: Entry] = [:]
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
                guard fields.count == 3, fields[1].count == 64 else { continue }
                let text = fields.map { String(decoding: $0, as: UTF8.self) }
                entries[text[2]] = Entry(stamp: text[0], digest: .success(text[1]))
            }
            return entries
        }
    }

    private static func write(_ entries: [String: Entry], to path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.makeFolder(folder)
        let lines = entries.sorted { $0.key < $1.key }.compactMap { path, entry in
            (try? entry.digest.get()).map { "\(entry.stamp) \($0) \(path)\n" }
        }
        try AtomicFile.write(lines.joined(), to: path)
    }
}
