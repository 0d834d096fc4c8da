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
        var stamp: FileStamp
        var digest: FileDigest
    }

    private let entries: [String: Entry]
    /// The errors of files that could not be read.
    private let failures: [String: FileError]
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
        var known = Self.read(cache)
        let stamps = Parallel.map(count: paths.count) { index in
            Result { () throws(FileError) in
                try FileStamp(of: FilePath(root).appending(text: paths[index]))
            }
        }
        var entries: [String: Entry] = Dictionary(minimumCapacity: paths.count)
        var failures: [String: FileError] = [:]
        var changed: [(path: String, stamp: FileStamp)] = []
        for (path, result) in zip(paths, stamps) {
            switch result {
            case .success(let stamp):
                if let entry = known[path], entry.stamp == stamp {
                    entries[path] = entry
                } else {
                    changed.append((path, stamp))
                }
            case .failure(let error): failures[path] = error
            }
        }
        let digests = Parallel.map(count: changed.count) { index -> Result<String, FileError> in
            let path = FilePath(root).appending(text: changed[index].path)
            return Result { () throws(FileError) in
                try SHA256Digest.of(file: path)
            }
        }
        for (file, result) in zip(changed, digests) {
            switch result {
            case .success(let text):
                guard let digest = FileDigest(text.utf8) else {
                    preconditionFailure("'\(text)' is not a SHA-256")
                }
                entries[file.path] = Entry(stamp: file.stamp, digest: digest)
            case .failure(let error): failures[file.path] = error
            }
        }
        self.entries = entries
        self.failures = failures
        if !changed.isEmpty {
            known.merge(entries) { $1 }
            for path in failures.keys { known[path] = nil }
            // If the cache cannot be written, the next start only takes longer.
            try? Self.write(known, to: cache)
        }
    }

    /// The digests of all images that could be read.
    var all: Set<String> { Set(entries.values.map(\.digest.text)) }

    /// The digest of an image; nil if its file could not be read.
    func digest(_ sample: Sample) -> String? { entries[sample.path]?.digest.text }

    /// The digest of an image as a key; nil if its file could not be read.
    func key(_ sample: Sample) -> FileDigest? { entries[sample.path]?.digest }

    /// The reason why the file at `path` no longer has the bytes of the digest; nil if it has.
    ///
    /// Decoded pixels are stored under the digest, so such a file must not be decoded.
    func mismatch(of sample: Sample, at path: FilePath) -> String? {
        if let failure = failures[sample.path] { return failure.reason }
        guard let entry = entries[sample.path] else { return "the file did not exist" }
        do throws(FileError) {
            return try FileStamp(of: path) == entry.stamp
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
        Dictionary(grouping: images.indices) { key(images[$0].sample) }
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
        return SHA256Digest.of(parts: { update in
            // A part at a time, because the lines of a large data set need much memory.
            var part = table.map { "classes\t\($0.classes.joined(separator: "\t"))\n" } ?? ""
            for (sample, split) in sorted {
                part += "\(digest(sample) ?? "unreadable")  \(sample.path)"
                if let split, !sample.path.hasPrefix("\(split.rawValue)/") {
                    part += " -> \(split.rawValue)"
                }
                if let table, let row = table.index(of: sample.path) {
                    part += "\t\(table.text(of: row))"
                }
                part += "\n"
                if part.utf8.count > 1 << 16 {
                    update(part)
                    part = ""
                }
            }
            update(part)
        })
    }

    /// Reads lines of "stamp digest path". Other lines are ignored; those files are read again.
    private static func read(_ path: String) -> [String: Entry] {
        guard let contents = try? OpenFile(path: path).contents() else { return [:] }
        return contents.withUnsafeBytes { bytes in
            var entries: [String: Entry] = [:]
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
                guard fields.count == 3, let stamp = FileStamp(fields[0]),
                    let digest = FileDigest(fields[1])
                else { continue }
                entries[String(decoding: fields[2], as: UTF8.self)] = Entry(
                    stamp: stamp, digest: digest)
            }
            return entries
        }
    }

    private static func write(_ entries: [String: Entry], to path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.makeFolder(folder)
        try AtomicFile.write(to: path) { writer in
            var part = ""
            for file in entries.keys.sorted() {
                guard let entry = entries[file] else { continue }
                part += "\(entry.stamp.text) \(entry.digest.text) \(file)\n"
                if part.utf8.count > 1 << 16 {
                    try writer.write(Data(part.utf8))
                    part = ""
                }
            }
            try writer.write(Data(part.utf8))
        }
    }
}
