import Files
import Foundation
import Images

extension ContentDigests {
    /// The looks of images; nil for a file that cannot be read.
    ///
    /// Decoding all images of a large data set takes minutes. Therefore looks are stored in the
    /// cache folder by the SHA-256 of the files, also those made before an interruption.
    /// - Parameter progress: called on the calling thread with the number of images done; its error
    ///   ends the work and is thrown.
    package func looks(
        of samples: [Sample], progress: (Int) throws -> Void = { _ in }
    ) rethrows -> [Look?] {
        var cache = LookCache(path: looks)
        var looks = samples.map { digest($0).flatMap { cache.looks[$0] } }
        let missing = samples.indices.filter { looks[$0] == nil }
        guard !missing.isEmpty else { return looks }
        // If the cache cannot be written, the next comparison only takes longer.
        defer { try? cache.write(present: all) }
        for start in stride(from: 0, to: missing.count, by: Parallel.chunk) {
            let part = Array(missing[start..<min(start + Parallel.chunk, missing.count)])
            let found = Parallel.map(count: part.count) { number -> Look? in
                let file = FilePath(root).appending(text: samples[part[number]].path)
                return (try? RGBImage(path: file)).map { Look($0) }
            }
            for (number, look) in zip(part, found) {
                looks[number] = look
                let (sample, file) = (
                    samples[number], FilePath(root).appending(text: samples[number].path)
                )
                // A file that was changed since has another digest.
                if let look, let digest = digest(sample), mismatch(of: sample, at: file) == nil {
                    cache.looks[digest] = look
                }
            }
            try progress(samples.count - missing.count + start + part.count)
        }
        return looks
    }
}

/// The looks of the images of a folder, in a file of the cache folder. A damaged file counts as
/// empty.
///
/// The file consists of a line with the version, 1072 bytes for each image (the SHA-256 of its
/// file, the perceptual hash and the brightness in little-endian order, and the thumbnail), and the
/// SHA-256 of all of this.
struct LookCache {
    private let path: String
    /// The looks by the SHA-256 of the image file.
    var looks: [String: Look] = [:]

    private static let header = Data("study looks 1\n".utf8)
    private static let digestCount = 32
    private static let thumbnailCount = PerceptualHash.side * PerceptualHash.side
    private static let entryCount = digestCount + 16 + thumbnailCount

    /// Reads the file, if there is one.
    init(path: String) {
        self.path = path
        guard let bytes = try? OpenFile(path: path).contents() else { return }
        let data = Data(bytes)
        let (start, end) = (Self.header.count, data.count - Self.digestCount)
        guard end >= start, data.prefix(start) == Self.header,
            (end - start).isMultiple(of: Self.entryCount),
            SHA256Digest.of(data.prefix(end)) == Self.text(data[end...])
        else { return }
        for entry in stride(from: start, to: end, by: Self.entryCount) {
            let hash = entry + Self.digestCount
            looks[Self.text(data[entry..<hash])] = Look(
                hash: PerceptualHash(bits: Self.number(data[hash..<hash + 8])),
                brightness: Double(bitPattern: Self.number(data[hash + 8..<hash + 16])),
                thumbnail: Array(data[hash + 16..<entry + Self.entryCount]))
        }
    }

    /// Writes the file.
    /// - Parameter present: the digests of the images in the folder. Those of others are kept, for
    ///   another split of it, but not if they are most of all.
    /// - Throws: `FileError`.
    func write(present: Set<String>) throws {
        let count = looks.keys.count { present.contains($0) }
        let kept = looks.count > 2 * count ? looks.filter { present.contains($0.key) } : looks
        var data = Self.header
        for (digest, look) in kept.sorted(by: { $0.key < $1.key }) {
            data.append(contentsOf: Self.bytes(digest))
            for number in [look.hash.bits, look.brightness.bitPattern] {
                let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
                data.append(contentsOf: bytes)
            }
            data.append(contentsOf: look.thumbnail)
        }
        data.append(contentsOf: Self.bytes(SHA256Digest.of(data)))
        try FileManager.makeFolder(FileManager.parentPath(path))
        try AtomicFile.write(data, to: path)
    }

    private static func number(_ bytes: Data) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func text(_ bytes: Data) -> String {
        bytes.map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }

    /// The bytes of a digest in hexadecimal.
    private static func bytes(_ digest: String) -> [UInt8] {
        let digits = digest.utf8.map { UInt8($0 < 58 ? $0 - 48 : $0 - 87) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
