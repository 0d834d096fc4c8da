import Files
import Foundation
import Images

/// The file of a `DecodedImages`: a header of text lines padded to a page, the pixels, the facts of the images
/// (`DecodedFacts`), and a trailer with a line "path<tab>reason" for every skipped picture.
enum DecodedFile {
    /// A page, so that pictures of most sizes start at a multiple of a cache line.
    static let headerSize = 4096
    private static let version = 2

    /// The name for these contents and this transform. What is as it has always been adds nothing to it, so that files
    /// stay of use.
    /// - Parameter hasPNG: whether there may be PNG files, of which some were once decoded by their gamma.
    static func key(content: String, _ transform: EvaluationTransform, hasPNG: Bool) -> String {
        var parts = ["\(version) \(transform.resize) \(transform.crop) \(content)"]
        if transform.interpolation != .bilinear { parts.append(transform.interpolation.rawValue) }
        if transform.decode != .exact { parts.append(transform.decode.rawValue) }
        if hasPNG { parts.append("PNG without gamma") }
        return SHA256Digest.of(parts.joined(separator: " "))
    }

    private static func header(
        key: String, _ transform: EvaluationTransform, count: Int, facts: Data, trailer: Data
    ) -> Data {
        let text = """
            study decoded images, version \(version)
            key \(key)
            size \(transform.crop) \(transform.crop) 3
            count \(count)
            facts \(facts.count) \(SHA256Digest.of(facts))
            trailer \(trailer.count) \(SHA256Digest.of(trailer))

            """
        return Data(text.utf8) + Data(count: headerSize - text.utf8.count)
    }

    /// The file and its skipped pictures; nil when it is absent, short or damaged. The file is locked, and marked as used.
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

    /// What a file holds besides pixels.
    struct Contents {
        /// Images.
        var count: Int
        /// By the index of the image.
        var facts: [Int: ImageFacts]
        var skipped: [BadImage]
    }

    /// What a file holds; nil when these bytes are not what the key and the header
    /// promise.
    private static func read(
        _ bytes: UnsafeRawBufferPointer, key: String, _ transform: EvaluationTransform
    ) -> Contents? {
        guard bytes.count >= headerSize else { return nil }
        let counts = field("count", bytes).flatMap { Int($0) }
        guard let count = counts, (0...bytes.count / transform.byteCount).contains(count) else {
            return nil
        }
        let end = headerSize + count * transform.byteCount
        let length = field("facts", bytes)?.split(separator: " ").first.flatMap { Int($0) }
        guard end <= bytes.count, let length, (0...bytes.count - end).contains(length) else {
            return nil
        }
        let facts = Data(bytes[end..<end + length])
        let trailer = Data(bytes[(end + length)...])
        let expected = header(key: key, transform, count: count, facts: facts, trailer: trailer)
        guard bytes.prefix(headerSize).elementsEqual(expected),
            let known = DecodedFacts.parse(facts, count: count), let skipped = parse(trailer)
        else { return nil }
        return Contents(count: count, facts: known, skipped: skipped)
    }

    /// What the header's line `name` says.
    private static func field(_ name: String, _ bytes: UnsafeRawBufferPointer) -> Substring? {
        String(decoding: bytes[..<headerSize], as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("\(name) ") }?.dropFirst(name.count + 1)
    }

    /// What a whole file holds, such as `5216 images, 224 px`; nil when its header or its length is wrong.
    static func title(_ file: MappedFile, key: String) -> String? {
        file.withBytes { bytes in
            guard bytes.count >= headerSize,
                let size = field("size", bytes)?.split(separator: " ").first.flatMap({ Int($0) }),
                (1...65_536).contains(size),
                let contents = read(bytes, key: key, EvaluationTransform(resize: size, crop: size))
            else { return nil }
            return "\(contents.count) images, \(size) px"
        }
    }

    /// Decodes all pictures on all cores and writes the file.
    /// - Throws: `DatasetError.badImages` when some cannot be decoded and the policy is to stop.
    static func make(
        _ path: String, key: String, _ dataset: Dataset, _ samples: [Sample],
        _ digests: ContentDigests, _ transform: EvaluationTransform,
        _ policy: DecodedImages.BadImagePolicy, _ progress: (Int, Int) -> Void
    ) throws {
        let chunk = 16 * ProcessInfo.processInfo.activeProcessorCount
        var skipped: [BadImage] = []
        var facts: [Int: ImageFacts] = [:]
        var count = 0
        try AtomicFile.write(to: path) { writer in
            // The header goes over this page once the number of pictures is known.
            try writer.write(Data(count: headerSize))
            progress(0, samples.count)
            for start in stride(from: 0, to: samples.count, by: chunk) {
                let part = samples[start..<min(start + chunk, samples.count)]
                for result in try decode(Array(part), of: dataset, digests, transform) {
                    switch result {
                    case .success(let image):
                        try image.pixels.withUnsafeBytes { try writer.write($0) }
                        if !image.facts.isEmpty { facts[count] = image.facts }
                        count += 1
                    case .failure(let bad): skipped.append(bad)
                    }
                }
                progress(part.endIndex, samples.count)
            }
            guard skipped.isEmpty || policy == .skip else { throw DatasetError.badImages(skipped) }
            // Neither holds a tab or a line break: paths are in their text form.
            let lines = skipped.map { "\($0.path)\t\(FileName.text(of: $0.reason.utf8))\n" }
            let trailer = Data(lines.joined().utf8)
            let known = DecodedFacts.data(facts)
            try writer.write(known)
            try writer.write(trailer)
            try writer.overwriteStart(
                header(key: key, transform, count: count, facts: known, trailer: trailer))
        }
    }

    private struct DecodedImage {
        var pixels: [UInt8]
        var facts: ImageFacts
    }

    private static func decode(
        _ samples: [Sample], of dataset: Dataset, _ digests: ContentDigests,
        _ transform: EvaluationTransform
    ) throws -> [Result<DecodedImage, BadImage>] {
        try Parallel.map(count: samples.count) { index in
            let path = dataset.path(samples[index])
            do {
                var facts = ImageFacts()
                let pixels = try [UInt8](unsafeUninitializedCapacity: transform.byteCount) {
                    let output = UnsafeMutableBufferPointer(rebasing: $0[..<transform.byteCount])
                    facts = try transform.apply(path: path, into: output)
                    $1 = transform.byteCount
                }
                if let reason = digests.problem(of: samples[index], at: path) {
                    return .failure(BadImage(path: samples[index].path, reason: reason))
                }
                return .success(DecodedImage(pixels: pixels, facts: facts))
            } catch let error as ImageError {
                return .failure(BadImage(path: samples[index].path, reason: error.reason))
            }
        }
    }

    /// Cut at bytes, for a character may join a tab or a line break with what follows. Nil for a line of another form.
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
