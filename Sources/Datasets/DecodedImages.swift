package import Files
import Foundation
package import Images
package import Vocabulary

/// The decoded, resized and cropped images of one folder of a data set that any of its splits uses:
/// bytes `[count, crop, crop, 3]` in a memory-mapped file.
///
/// The file is in the cache folder. Its key covers everything that decides its bytes: the contents
/// of the images and the transform. The file is created on first use, on all cores, and again if it
/// is damaged. It is not removed while this object exists. The key does not cover splits, so all
/// folds of a cross-validation use the same files.
package final class DecodedImages: Sendable {
    /// The folder of the images, whatever their splits are.
    package let folder: Split
    /// The images in the order of class and path, without the skipped ones.
    package let samples: [Sample]
    /// The images that cannot be used and were skipped.
    package let skipped: [BadImage]
    /// The properties of image files that are not visible in the pixels, by index; only for images
    /// that have some.
    package let properties: [Int: ImageProperties]
    /// The side of the images, in pixels.
    package let crop: Int
    /// The key of everything that decides the pixels and their order.
    package let key: String
    /// The path of the file with the pixels.
    package let path: String
    private let file: MappedFile

    /// The number of images.
    package var count: Int { samples.count }

    /// Opens the decoded images; creates the file if necessary.
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
        // Otherwise images would be assigned the pixels of other images.
        guard bad.count == skipped.count, samples.count + skipped.count == all.count else {
            throw DatasetError.inconsistentCache(file.path)
        }
        self.samples = samples
        crop = transform.crop
        self.folder = folder
        self.key = key
        path = file.path
    }

    /// A summary of a cache entry, such as `5216 images, 224 px`; nil if its header or its length
    /// is invalid.
    package static func title(of entry: CacheFolder.Entry) -> String? {
        guard let file = try? MappedFile(locking: entry.path) else { return nil }
        return DecodedFile.title(file, key: entry.key)
    }

    /// Checks the header and the length of a cache entry. A damaged file is removed.
    /// - Returns: the error; nil if the file is valid or does not exist.
    package static func verify(_ entry: CacheFolder.Entry) -> String? {
        guard let file = try? MappedFile(locking: entry.path),
            DecodedFile.title(file, key: entry.key) == nil
        else { return nil }
        CacheFolder(entry).removeDamaged(file, key: entry.key)
        return "\(entry.path): invalid header or length"
    }

    /// Calls `body` with the pixels of one image, `[crop, crop, 3]`.
    package func withPixels<R>(
        at index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
    ) rethrows -> R {
        precondition(index >= 0 && index < count, "image \(index) of \(count)")
        let size = crop * crop * 3
        let start = DecodedFile.headerSize + index * size
        return try file.withBytes { bytes in
            try body(
                UnsafeRawBufferPointer(rebasing: bytes[start..<start + size])
                    .assumingMemoryBound(to: UInt8.self))
        }
    }
}
