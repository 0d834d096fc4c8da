package import Foundation
import Tensors

/// The header of a safetensors file, checked against the size of the file.
package struct SafetensorsLayout: Sendable {
    /// The tensors, in the order of the file.
    package let entries: [WeightsEntry]
    /// The metadata of the header.
    package let metadata: [String: String]

    /// The longest header that the format allows, in bytes.
    private static let longestHeader = 100_000_000

    /// Reads and checks a header.
    /// - Parameters:
    ///   - size: the size of the file, in bytes.
    ///   - path: the path of the file, for errors.
    ///   - read: returns the bytes of a range of the file, which is within its size.
    /// - Throws: `WeightsError`, and the errors of `read`.
    package init(size: Int, path: String, read: (Range<Int>) throws -> Data) throws {
        guard size >= 8 else { throw WeightsError(path, .tooShort(size: size, needed: 8)) }
        let length = try read(0..<8).withUnsafeBytes {
            UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
        }
        guard length <= min(size - 8, Self.longestHeader) else {
            throw WeightsError(path, .headerLength(length, available: size - 8))
        }
        let start = 8 + Int(length)
        let header = try SafetensorsHeader(read(8..<start), path: path)
        metadata = header.metadata
        entries = try header.tensors.map { name, claim in
            try Self.entry(name, claim, data: start..<size, path: path)
        }.sorted {
            ($0.bytes.lowerBound, $0.bytes.upperBound, $0.name) < (
                $1.bytes.lowerBound, $1.bytes.upperBound, $1.name
            )
        }
        try Self.checkCoverage(entries, data: start..<size, path: path)
    }

    private static func entry(
        _ name: String, _ claim: SafetensorsHeader.Claim, data: Range<Int>, path: String
    ) throws -> WeightsEntry {
        func fail(_ reason: WeightsError.Reason) -> WeightsError {
            WeightsError(path, entry: name, reason)
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

    /// Checks that every byte of the data belongs to exactly one tensor, as the format requires.
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
