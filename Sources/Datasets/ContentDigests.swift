import Files
import Foundation
import Vocabulary

extension Dataset {
    /// The digest of the data set: SHA-256 of a line "digest  path" for every sample, sorted by
    /// path; a sample whose split is not its folder has the split in its line, too. Renaming,
    /// adding, removing or changing an image changes the digest, and so does moving an image to
    /// another split.
    package func fingerprint(cacheFolder: String = UserFolders().cacheFolder) -> String {
        fingerprint(ContentDigests(self, cacheFolder: cacheFolder))
    }

    /// The digest of the data set, from known digests of its files. If a table gives the labels,
    /// the digest covers its classes, and the labels and the patient of each image.
    package func fingerprint(_ digests: ContentDigests) -> String {
        digests.fingerprint(
            of: splits.flatMap { split in samples(split).map { ($0, split) } }, table: table)
    }
}

/// The SHA-256 of every image of a data set.
///
/// Reading all files at each start would take seconds for a large data set. Therefore digests are
/// stored in the cache folder with the inode, size and times of the file, as in git's index, and
/// only changed files are read again.
package struct ContentDigests: Sendable {
    private struct Entry {
        /// The inode, size and times of the file, which change if the file changes.
        var stamp: String
        /// The SHA-256 of the file, or the error of reading it.
        var digest: Result<String, FileError>
    }

    private let entries: [String: Entry]
    /// The absolute path of the folder of the images.
    let root: String
    /// The file in the cache folder that stores the digests.
    private let cache: String
    /// The file in the cache folder that stores the looks of the images.
    let looks: String

    package init(_ dataset: Dataset, cacheFolder: String = UserFolders().cacheFolder) {
        let samples = dataset.splits.flatMap { dataset.samples($0) }
        self.init(root: dataset.root, paths: samples.map(\.path), cacheFolder: cacheFolder)
    }

    /// - Parameter paths: the paths of the images, relative to `root`.
    init(root: String, paths: [String], cacheFolder: String) {
        let key = SHA256Digest.of(root)
        self.root = root
        cache = "\(cacheFolder)/digests/\(key).txt"
        looks = "\(cacheFolder)/looks/\(key).bin"
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
            // If the cache cannot be written, the next start only takes longer.
            try? Self.write(known.merging(entries) { $1 }, to: cache)
        }
    }

    /// The digests of all images that could be read.
    var all: Set<String> { Set(entries.values.compactMap { try? $0.digest.get() }) }

    /// The digest of an image; nil if its file could not be read.
    func digest(_ sample: Sample) -> String? { try? entries[sample.path]?.digest.get() }

    /// The reason why the file at `path` no longer has the bytes of the digest; nil if it has.
    ///
    /// Decoded pixels are stored under the digest, so such a file must not be decoded.
    func mismatch(of sample: Sample, at path: FilePath) -> String? {
        guard let entry = entries[sample.path] else { return "the file did not exist" }
        do throws(FileError) {
            _ = try entry.digest.get()
            return try Self.stamp(path) == entry.stamp
                ? nil : "the file was changed while it was read"
        } catch { return error.reason }
    }

    /// Removes the stored digests of files, so that the next start reads them again; an unreadable
    /// file then has no digest.
    func forget(_ paths: [String]) {
        let gone = Set(paths)
        // If the cache cannot be written, the next start reports the same files again.
        try? Self.write(Self.read(cache).filter { !gone.contains($0.key) }, to: cache)
    }

    /// The groups of identical files: lists of indices in `images`, each with at least two
    /// elements.
    func copies(among images: [GroupedImage]) -> [[Int]] {
        Dictionary(grouping: images.indices) { digest(images[$0].sample) }
            .filter { $0.key != nil && $0.value.count > 1 }.map(\.value)
    }

    /// The digest of a list of images.
    func fingerprint(of samples: [Sample], table: ImageTable? = nil) -> String {
        fingerprint(of: samples.map { ($0, nil) }, table: table)
    }

    /// The digest of a list of images and their splits.
    /// - Parameter table: the table that gives their labels; nil if their folders do.
    func fingerprint(of samples: [(Sample, Split?)], table: ImageTable? = nil) -> String {
        let sorted = samples.sorted { $0.0.path.utf8.lexicographicallyPrecedes($1.0.path.utf8) }
        let lines = sorted.map { sample, split in
            let moved = split.map {
                sample.path.hasPrefix("\($0.rawValue)/") ? "" : " -> \($0.rawValue)"
            }
            let row = table.flatMap { table in table.index(of: sample.path).map(table.text) }
            return "\(digest(sample) ?? "unreadable")  \(sample.path)\(moved ?? "")"
                + "\(row.map { "\t\($0)" } ?? "")\n"
        }
        let head = table.map { "classes\t\($0.classes.joined(separator: "\t"))\n" } ?? ""
        return SHA256Digest.of(head + lines.joined())
    }

    /// - Throws: `FileError` if the file does not exist.
    private static func stamp(_ path: FilePath) throws(FileError) -> String {
        let information = try path.information()
        let (modified, changed) = (information.st_mtim, information.st_ctim)
        return
            "\(information.st_ino),\(information.st_size),\(modified.tv_sec).\(modified.tv_nsec),"
            + "\(changed.tv_sec).\(changed.tv_nsec)"
    }

    /// Reads lines of "stamp digest path". Other lines are ignored; those files are read again.
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
