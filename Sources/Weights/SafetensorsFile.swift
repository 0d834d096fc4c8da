package import Files
import Foundation
import Tensors

/// A memory-mapped safetensors file: eight bytes of header length, a JSON header, then the tensors' bytes.
///
/// The format: https://huggingface.co/docs/safetensors. Everything that the header claims is checked
/// against the file before anything is read, so that a damaged or hostile file throws and never crashes.
package struct SafetensorsFile: WeightsFile {
    package let entries: [WeightsEntry]
    package let metadata: [String: String]
    package let contents: MappedFile
    package var format: WeightsFormat { .safetensors }

    /// The longest header that the format allows, in bytes.
    private static let longestHeader = 100_000_000

    /// Maps the file and checks its header.
    /// - Throws: `WeightsError`, or `FileError` when the file cannot be read.
    package init(path: String) throws {
        try self.init(MappedFile(path: path))
    }

    /// Checks the header of a mapped file.
    /// - Throws: `WeightsError`.
    package init(_ file: MappedFile) throws {
        contents = file
        let (bytes, path) = (file.bytes, file.path)
        guard bytes.count >= 8 else {
            throw WeightsError(path, .tooShort(size: bytes.count, needed: 8))
        }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= min(bytes.count - 8, Self.longestHeader) else {
            throw WeightsError(path, .headerLength(length, available: bytes.count - 8))
        }
        let start = 8 + Int(length)
        let header = try SafetensorsHeader(Data(bytes[8..<start]), path: path)
        metadata = header.metadata
        entries = try header.tensors.map { name, claim in
            try Self.entry(name, claim, data: start..<bytes.count, path: path)
        }.sorted {
            ($0.bytes.lowerBound, $0.bytes.upperBound, $0.name) < (
                $1.bytes.lowerBound, $1.bytes.upperBound, $1.name
            )
        }
        try Self.checkCoverage(entries, data: start..<bytes.count, path: path)
    }

    private static func entry(
        _ name: String, _ claim: SafetensorsHeader.Claim, data: Range<Int>, path: String
    ) throws -> WeightsEntry {
        func fail(_ problem: WeightsError.Problem) -> WeightsError {
            WeightsError(path, entry: name, problem)
        }
        guard let type = ElementType(rawValue: claim.dtype) else {
            throw fail(.elementType(claim.dtype))
        }
        guard let size = type.byteCount(claim.shape) else { throw fail(.shape(claim.shape)) }
        guard claim.data_offsets.count == 2 else {
            throw fail(.header("data_offsets must be two numbers"))
        }
        let (begin, end) = (claim.data_offsets[0], claim.data_offsets[1])
        guard begin >= 0, begin <= end, end <= data.count else {
            throw fail(.range(begin: begin, end: end, available: data.count))
        }
        guard end - begin == size else {
            throw fail(.length(expected: size, found: end - begin))
        }
        let range = data.lowerBound + begin..<data.lowerBound + end
        return WeightsEntry(
            name: name, type: type, shape: Shape(claim.shape), bytes: range, strides: nil)
    }

    /// The format wants every byte of the data to belong to exactly one tensor.
    private static func checkCoverage(
        _ entries: [WeightsEntry], data: Range<Int>, path: String
    ) throws {
        var covered = data.lowerBound
        var previous: String?
        for entry in entries {
            let begin = entry.bytes.lowerBound
            if begin < covered, let previous {
                let offset = begin - data.lowerBound
                throw WeightsError(path, entry: entry.name, .overlap(with: previous, at: offset))
            }
            if begin > covered { throw gap(to: begin) }
            covered = entry.bytes.upperBound
            previous = entry.name
        }
        if covered < data.upperBound { throw gap(to: data.upperBound) }

        func gap(to end: Int) -> WeightsError {
            WeightsError(path, .gap(from: covered - data.lowerBound, to: end - data.lowerBound))
        }
    }
}
