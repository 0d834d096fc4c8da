import Files
import Foundation
import Images
import JSON
import Vocabulary

/// The file of a `DecodedImages`: a header of text lines padded to one page, the pixels, the
/// properties of the image files (`DecodedProperties`), and a trailer with a line "path<tab>reason"
/// for every skipped image.
enum DecodedFile {
    /// One page, so that images of most sizes start at a multiple of a cache line.
    static let headerSize = 4096
    /// The version of the rules for decoding images and for reporting their properties. Version 3
    /// rejects JPEG files with missing parts.
    private static let version = 3

    /// The name of the file for these contents and this transform. Defaults are not part of it, so
    /// that files stay valid when a setting is added.
    /// - Parameter hasPNG: true if there may be PNG files; earlier versions applied the gamma of
    ///   some of them, and rounded 16 bits before they were resized.
    static func key(content: String, _ transform: EvaluationTransform, hasPNG: Bool) -> String {
        var parts = ["\(version) \(transform.resize) \(transform.crop) \(content)"]
        if transform.interpolation != .bilinear { parts.append(transform.interpolation.rawValue) }
        if transform.decode != .exact { parts.append(transform.decode.rawValue) }
        if transform.window != .full { parts.append("window \(transform.window.json.canonical)") }
        if transform.orientation != .stored { parts.append(transform.orientation.rawValue) }
        if hasPNG { parts.append("PNG with all bits") }
        return SHA256Digest.of(parts.joined(separator: " "))
    }

    private static func header(
        key: String, _ transform: EvaluationTransform, count: Int, kept: Int, properties: Data,
        trailer: Data
    ) -> Data {
        let part = kept == count ? "" : "\nkept \(kept)"
        let text = """
            study decoded images, version \(version)
            key \(key)
            size \(transform.crop) \(transform.crop) 3
            count \(count)\(part)
            facts \(properties.count) \(SHA256Digest.of(properties))
            trailer \(trailer.count) \(SHA256Digest.of(trailer))

            """
        return Data(text.utf8) + Data(count: headerSize - text.utf8.count)
    }

    /// Opens the file and reads its list of skipped images; nil if the file does not exist, is too
    /// short or is damaged. The file is locked and marked as used.
    static func open(
        _ path: String, key: String, _ transform: EvaluationTransform, samples: Int
    ) -> (MappedFile, Contents)? {
        guard let file = try? MappedFile(locking: path),
            let contents = file.withBytes({ read($0, key: key, transform) }),
            contents.skipped.count + contents.count == samples
        else { return nil }
        file.touch()
        return (file, contents)
    }

    /// The contents of a file apart from the pixels.
    struct Contents {
        /// The number of images.
        var count: Int
        /// The number of images whose pixels are in the file: the first ones.
        var kept: Int
        /// The properties of images, by the index of the image.
        var properties: [Int: ImageProperties]
        var skipped: [BadImage]
    }

    /// The contents of a file; nil if they do not match the key and the header.
    private static func read(
        _ bytes: UnsafeRawBufferPointer, key: String, _ transform: EvaluationTransform
    ) -> Contents? {
        guard bytes.count >= headerSize else { return nil }
        let counts = field("count", bytes).flatMap { Int($0) }
        guard let count = counts, count >= 0 else { return nil }
        let kept = field("kept", bytes).flatMap { Int($0) } ?? count
        guard (0...count).contains(kept), kept <= bytes.count / transform.byteCount else {
            return nil
        }
        let end = headerSize + kept * transform.byteCount
        let length = field("facts", bytes)?.split(separator: " ").first.flatMap { Int($0) }
        guard end <= bytes.count, let length, (0...bytes.count - end).contains(length) else {
            return nil
        }
        let properties = Data(bytes[end..<end + length])
        let trailer = Data(bytes[(end + length)...])
        let expected = header(
            key: key, transform, count: count, kept: kept, properties: properties,
            trailer: trailer)
        guard bytes.prefix(headerSize).elementsEqual(expected),
            let known = DecodedProperties.parse(properties, count: count),
            let skipped = parse(trailer)
        else { return nil }
        return Contents(count: count, kept: kept, properties: known, skipped: skipped)
    }

    /// The value of the line `name` in the header.
    private static func field(_ name: String, _ bytes: UnsafeRawBufferPointer) -> Substring? {
        String(decoding: bytes[..<headerSize], as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("\(name) ") }?.dropFirst(name.count + 1)
    }

    /// A summary of a whole file, such as `5216 images, 224 px`; nil if its header or its length is
    /// invalid.
    static func title(_ file: MappedFile, key: String) -> String? {
        file.withBytes { bytes in
            guard bytes.count >= headerSize,
                let size = field("size", bytes)?.split(separator: " ").first.flatMap({ Int($0) }),
                (1...65_536).contains(size),
                let contents = read(bytes, key: key, EvaluationTransform(resize: size, crop: size))
            else { return nil }
            let part = contents.kept < contents.count ? "\(contents.kept) of " : ""
            return "\(part)\(contents.count) images, \(size) px"
        }
    }

    /// The key of the file with the pixels of the first `kept` of `count` images.
    /// - Parameter key: the key of the file with the pixels of all images.
    static func key(_ key: String, kept: Int, of count: Int) -> String {
        kept < count ? SHA256Digest.of("\(key) the first \(kept)") : key
    }

    /// Decodes all images on all cores and writes the file.
    ///
    /// The file is stored under the digests of its images, so it must contain exactly the images
    /// with these digests. An image that was changed or became unreadable after its digest was
    /// computed is an error, whatever the policy is.
    /// - Parameter kept: the number of images whose pixels are written; the others are decoded too,
    ///   so that unreadable images are known.
    /// - Throws: `DatasetError.badImages` if some images cannot be decoded and the policy is to
    ///   stop; `DatasetError.changedImages`.
    static func make(
        _ path: String, key: String, _ dataset: Dataset, _ samples: [Sample],
        _ digests: ContentDigests, _ transform: EvaluationTransform,
        _ policy: BadImagePolicy, kept: Int, _ progress: (Int, Int) -> Void
    ) throws {
        let chunk = Parallel.chunk
        var skipped: [BadImage] = []
        var changed: [BadImage] = []
        var properties: [Int: ImageProperties] = [:]
        var count = 0
        try AtomicFile.write(to: path) { writer in
            // The header replaces this page when the number of images is known.
            try writer.write(Data(count: headerSize))
            progress(0, samples.count)
            for start in stride(from: 0, to: samples.count, by: chunk) {
                let part = samples[start..<min(start + chunk, samples.count)]
                for result in try decode(Array(part), of: dataset, digests, transform) {
                    switch result {
                    case .image(let image):
                        if count < kept {
                            try image.pixels.withUnsafeBytes { try writer.write($0) }
                        }
                        if !image.properties.isEmpty { properties[count] = image.properties }
                        count += 1
                    case .bad(let bad): skipped.append(bad)
                    case .changed(let bad): changed.append(bad)
                    }
                }
                progress(part.endIndex, samples.count)
            }
            guard changed.isEmpty else {
                digests.forget(changed.map(\.path))
                throw DatasetError.changedImages(changed)
            }
            guard skipped.isEmpty || policy == .skip else { throw DatasetError.badImages(skipped) }
            // Neither contains a tab or a line break: paths are in their text form.
            let lines = skipped.map { "\($0.path)\t\(FileName.text(of: $0.reason.utf8))\n" }
            let trailer = Data(lines.joined().utf8)
            let known = DecodedProperties.data(properties)
            try writer.write(known)
            try writer.write(trailer)
            try writer.overwriteStart(
                header(
                    key: key, transform, count: count, kept: min(kept, count), properties: known,
                    trailer: trailer))
        }
    }

    private struct DecodedImage {
        var pixels: [UInt8]
        var properties: ImageProperties
    }

    /// The result of decoding one image.
    private enum Decoding {
        case image(DecodedImage)
        /// The bytes of the digest are not a usable image, or the file has no digest because it was
        /// unreadable.
        case bad(BadImage)
        /// The file could not be read, or its bytes no longer match its digest.
        case changed(BadImage)
    }

    private static func decode(
        _ samples: [Sample], of dataset: Dataset, _ digests: ContentDigests,
        _ transform: EvaluationTransform
    ) throws -> [Decoding] {
        try Parallel.map(count: samples.count) { index in
            let (sample, path) = (samples[index], dataset.path(samples[index]))
            var properties = ImageProperties()
            var pixels: [UInt8] = []
            var failure: ImageError?
            do {
                pixels = try [UInt8](unsafeUninitializedCapacity: transform.byteCount) {
                    let output = UnsafeMutableBufferPointer(rebasing: $0[..<transform.byteCount])
                    properties = try transform.apply(path: path, into: output)
                    $1 = transform.byteCount
                }
            } catch let error as ImageError { failure = error }
            let hasDigest = digests.digest(sample) != nil
            // Checked after a failure too, because another program may be writing the file.
            let mismatch = digests.mismatch(of: sample, at: path)
            if hasDigest, let mismatch {
                return .changed(BadImage(path: sample.path, reason: mismatch))
            }
            if let failure {
                let bad = BadImage(path: sample.path, reason: failure.reason)
                return hasDigest && !failure.isOfContent ? .changed(bad) : .bad(bad)
            }
            if let mismatch { return .bad(BadImage(path: sample.path, reason: mismatch)) }
            return .image(DecodedImage(pixels: pixels, properties: properties))
        }
    }

    /// The skipped images; nil if a line is malformed. Lines are split as bytes, because a
    /// character can combine a tab or a line break with the next character.
    private static func parse(_ trailer: Data) -> [BadImage]? {
        let lines = trailer.split(separator: UInt8(ascii: "\n")).map { line -> BadImage? in
            let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 2, let reason = FileName.bytes(of: fields[1]) else { return nil }
            return BadImage(path: fields[0], reason: String(decoding: reason, as: UTF8.self))
        }
        return lines.contains(nil) ? nil : lines.compactMap { $0 }
    }
}

extension BadImage: Error {}
