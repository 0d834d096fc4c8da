package import Files
import Foundation
package import Images
package import Vocabulary

/// The decoded, resized and cropped images of one folder of a data set that any of its splits uses:
/// bytes `[count, crop, crop, 3]` in a memory-mapped file.
///
/// If the cache limit is too small for all images, the file contains the pixels of the first ones,
/// and the others are decoded each time they are used, which gives the same bytes.
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
    /// The number of images whose pixels are in the file: the first ones. The others are decoded
    /// when they are used.
    package let kept: Int
    /// The root folder of the data set and the digests, to decode images that are not kept.
    private let dataset: (root: FilePath, digests: ContentDigests)?
    private let transform: EvaluationTransform

    /// The number of images.
    package var count: Int { samples.count }

    /// Opens the decoded images; creates the file if necessary.
    /// - Parameters:
    ///   - space: the space for the pixels in the cache.
    /// - Throws: `DatasetError`, `FileError`.
    init(
        _ dataset: Dataset, in folder: Split, _ digests: ContentDigests,
        _ transform: EvaluationTransform, _ onBadImage: BadImagePolicy, space: CacheSpace,
        progress: (Int, Int) -> Void
    ) throws {
        let all = dataset.samples(in: folder)
        let wanted = space.kept(of: all.count)
        let key = DecodedFile.key(
            content: digests.fingerprint(of: all), transform,
            hasPNG: all.contains { $0.path.lowercased().hasSuffix(".png") })
        let cache = CacheFolder(
            .images, path: "\(space.cacheFolder)/images", limit: space.limit)
        let whole = DecodedFile.open(
            cache.path(of: key), key: key, transform, samples: all.count)
        let contents: DecodedFile.Contents
        if let whole {
            (file, contents) = whole
        } else {
            let name = DecodedFile.key(key, kept: wanted, of: all.count)
            let size = DecodedFile.headerSize + wanted * transform.byteCount
            (file, contents) = try cache.entry(name, byteCount: size) { path in
                DecodedFile.open(path, key: name, transform, samples: all.count)
            } make: { path in
                try DecodedFile.make(
                    path, key: name, dataset, all, digests, transform, onBadImage, kept: wanted,
                    progress)
            }
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
        kept = contents.kept
        self.dataset =
            contents.kept < samples.count ? (FilePath(dataset.root), digests) : nil
        self.transform = transform
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
    /// - Throws: `DatasetError.changedImages` if the image is not kept, and its file was changed or
    ///   became unreadable after its digest was computed; the errors of `body`.
    package func withPixels<R>(
        at index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
    ) throws -> R {
        precondition(index >= 0 && index < count, "image \(index) of \(count)")
        let size = crop * crop * 3
        guard index < kept else {
            return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { pixels in
                try decode(samples[index], into: pixels)
                return try body(UnsafeBufferPointer(pixels))
            }
        }
        let start = DecodedFile.headerSize + index * size
        return try file.withBytes { bytes in
            try body(
                UnsafeRawBufferPointer(rebasing: bytes[start..<start + size])
                    .assumingMemoryBound(to: UInt8.self))
        }
    }

    /// Decodes an image whose pixels are not kept.
    private func decode(
        _ sample: Sample, into pixels: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        guard let dataset else { preconditionFailure("every image is kept") }
        let path = dataset.root.appending(text: sample.path)
        var failure: ImageError?
        do {
            try transform.apply(path: path, into: pixels)
        } catch let error as ImageError { failure = error }
        // The image was readable when its digest was computed.
        if let reason = dataset.digests.mismatch(of: sample, at: path) ?? failure?.reason {
            throw DatasetError.changedImages([BadImage(path: sample.path, reason: reason)])
        }
    }
}
