package import Files
import Foundation
package import Images
package import Vocabulary

/// The images of one of a set's folders that any of its splits uses, decoded, resized and
/// cropped: bytes `[count, crop, crop, 3]` in a memory-mapped file.
///
/// The file lies in the cache folder under a key of all that decides its bytes: the images'
/// contents and the transform. It is made on the first use, by all cores, and again if it is
/// damaged. While this object lives, it stays there. An image's split is no part of it, so that
/// all folds of a cross-validation share their files.
package final class DecodedImages: Sendable {
    /// Where the images lie, whatever split they belong to.
    package let folder: Split
    /// The images in order of class and path, without the skipped ones.
    package let samples: [Sample]
    package let skipped: [BadImage]
    /// What the files of images say that the pixels do not show, by index; only where there is
    /// something to say.
    package let properties: [Int: ImageProperties]
    package let crop: Int
    /// Of all that decides the pixels and their order.
    package let key: String
    /// The path of the file that holds the pixels.
    package let path: String
    private let file: MappedFile

    package var count: Int { samples.count }

    /// Opens the decoded images, making the file first if need be.
    /// - Throws: `DatasetError`, `FileError`.
    init(
        _ dataset: Dataset, in folder: Split, _ digests: ContentDigests,
        _ transform: EvaluationTransform, _ onBadImage: BadImagePolicy, cacheFolder: String,
        progress: (Int, Int) -> Void
    ) throws {
        let all = dataset.samples(in: folder)
        let key = DecodedFile.key(
            content: digests.fingerprint(of: all), transform,
            hasPNG: all.contains { $0.path.lowercased().hasSuffix(".png") })
        let cache = CacheFolder(.images, path: "\(cacheFolder)/images")
        let size = DecodedFile.headerSize + all.count * transform.byteCount
        let contents: DecodedFile.Contents
        (file, contents) = try cache.entry(key, byteCount: size) { path in
            DecodedFile.open(path, key: key, transform, samples: all.count)
        } make: { path in
            try DecodedFile.make(
                path, key: key, dataset, all, digests, transform, onBadImage, progress)
        }
        skipped = contents.skipped
        properties = contents.properties
        guard skipped.isEmpty || onBadImage == .skip else { throw DatasetError.badImages(skipped) }
        let bad = Set(skipped.map(\.path))
        let samples = all.filter { !bad.contains($0.path) }
        // The file has as many images as are left of all; else every image would have another one's
        // pixels.
        guard bad.count == skipped.count, samples.count + skipped.count == all.count else {
            throw DatasetError.inconsistentCache(file.path)
        }
        self.samples = samples
        crop = transform.crop
        self.folder = folder
        self.key = key
        path = file.path
    }

    /// What the file of an entry of the cache holds, such as `5216 images, 224 px`; nil when its
    /// header or its length is wrong.
    package static func title(of entry: CacheFolder.Entry) -> String? {
        guard let file = try? MappedFile(locking: entry.path) else { return nil }
        return DecodedFile.title(file, key: entry.key)
    }

    /// Checks the header and the length of an entry of the cache. A damaged file is removed.
    /// - Returns: what is wrong with it; nil when it is whole, or not there.
    package static func verify(_ entry: CacheFolder.Entry) -> String? {
        guard let file = try? MappedFile(locking: entry.path),
            DecodedFile.title(file, key: entry.key) == nil
        else { return nil }
        CacheFolder(entry).removeDamaged(file, key: entry.key)
        return "\(entry.path): its header or its length is wrong"
    }

    /// Calls `body` with the pixels of one image, `[crop, crop, 3]`.
    package func withPixels<R>(
        at index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
    ) rethrows -> R {
        precondition(index >= 0 && index < count, "picture \(index) of \(count)")
        let size = crop * crop * 3
        let start = DecodedFile.headerSize + index * size
        return try file.withBytes { bytes in
            try body(
                UnsafeRawBufferPointer(rebasing: bytes[start..<start + size])
                    .assumingMemoryBound(to: UInt8.self))
        }
    }
}
