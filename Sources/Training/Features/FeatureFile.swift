import Datasets
import Files
import Foundation
import Tensors
import Weights

/// The file with the features of one split: safetensors with one tensor `features`, `[rows,
/// width]`.
///
/// The metadata contain the key, the SHA-256 of every 8 MB of data, and a SHA-256 of the other
/// fields of the header. Spaces pad the header to a multiple of a page, so that the rows begin at a
/// page.
struct FeatureFile {
    static let chunkSize = 1 << 23
    private static let version = "1"
    private static let alignment = 4096
    private static let tensorName = "features"

    /// A file whose contents do not match its name and header.
    struct Damage: Error {
        let reason: String
    }

    let file: MappedFile
    let request: FeatureRequest
    /// The range of the rows in the file, in bytes.
    let data: Range<Int>
    private let digests: [String]

    /// Checks everything except the digests of the data.
    /// - Throws: `Damage`.
    init(_ file: MappedFile, key: String) throws {
        let layout: SafetensorsLayout
        do {
            layout = try SafetensorsLayout(size: file.bytes.count, path: file.path) { range in
                file.withBytes { Data($0[range]) }
            }
        } catch { throw Damage(reason: "\(error)") }
        guard let entry = layout.entries.first, entry.name == Self.tensorName,
            entry.shape.rank == 2, entry.shape.count > 0,
            entry.type == .float32 || entry.type == .float16
        else {
            throw Damage(reason: "\(file.path): the header does not describe a tensor of features")
        }
        let metadata = layout.metadata
        guard metadata["key"] == key else {
            throw Damage(
                reason: "\(file.path): expected the key \(key); got \(metadata["key"] ?? "none")")
        }
        self.file = file
        request = FeatureRequest(
            title: metadata["title"] ?? "", rows: entry.shape[0], width: entry.shape[1],
            type: entry.type)
        data = entry.bytes
        digests = metadata["digests", default: ""].split(separator: ",").map(String.init)
        guard digests.count == Self.chunkCount(request), digests.allSatisfy({ $0.utf8.count == 64 })
        else {
            throw Damage(
                reason: "\(file.path): the header does not contain one digest for each 8 MB of data"
            )
        }
        // The header must equal the one that would be written, so that every flipped bit is
        // detected.
        let expected = try? Self.header(request, key: key, digests: digests, path: file.path)
        let isSame = file.withBytes { $0.prefix(data.lowerBound).elementsEqual(expected ?? Data()) }
        guard isSame else { throw Damage(reason: "\(file.path): the header is damaged") }
    }

    /// Checks the digests of the data, on all cores.
    /// - Throws: `Damage`.
    func verify() throws {
        let whole = Parallel.map(count: digests.count) { index in
            let start = data.lowerBound + index * Self.chunkSize
            let end = min(start + Self.chunkSize, data.upperBound)
            return file.withBytes {
                SHA256Digest.of(UnsafeRawBufferPointer(rebasing: $0[start..<end])) == digests[index]
            }
        }
        let damaged = whole.count { !$0 }
        guard damaged == 0 else {
            throw Damage(
                reason: "\(file.path): \(damaged) of \(whole.count) digests do not match the data")
        }
    }

    /// Writes a file whose rows come from `fill`.
    /// - Throws: `FileError`, `FeatureError`, and the errors of `fill`; no file is left then.
    static func write(
        _ request: FeatureRequest, key: String, to path: String,
        fill: (inout FeatureWriter) throws -> Void
    ) throws {
        // The placeholder has the length of the final header.
        let digests = [String](
            repeating: String(repeating: "0", count: 64), count: chunkCount(request))
        let placeholder = try header(request, key: key, digests: digests, path: path)
        try AtomicFile.write(to: path) { file in
            try file.reserve(placeholder.count + request.byteCount)
            try file.write(placeholder)
            var writer = FeatureWriter(request, file, chunkSize: chunkSize)
            try fill(&writer)
            let digests = try writer.finish()
            try file.overwriteStart(header(request, key: key, digests: digests, path: path))
        }
    }

    /// The estimated size of the file, in bytes.
    static func byteCount(_ request: FeatureRequest) -> Int {
        // Each digest takes 65 bytes; the rest of the header is about one page plus the title.
        request.byteCount + chunkCount(request) * 65 + alignment + request.title.utf8.count
    }

    private static func chunkCount(_ request: FeatureRequest) -> Int {
        (request.byteCount + chunkSize - 1) / chunkSize
    }

    private static func header(
        _ request: FeatureRequest, key: String, digests: [String], path: String
    ) throws -> Data {
        var metadata = [
            "key": key, "title": request.title, "version": version,
            "chunk": "\(chunkSize)", "digests": digests.joined(separator: ","),
        ]
        let content = metadata.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }.joined()
        metadata["header"] = SHA256Digest.of(
            "\(content)\(request.rows) \(request.width) \(request.type.rawValue)")
        return try Safetensors.start(
            ofOne: tensorName, type: request.type, shape: [request.rows, request.width],
            metadata: metadata, alignment: alignment, path: path)
    }
}
