package import Foundation
import Tensors

/// The header of a safetensors file, checked against the size of the file.
package struct SafetensorsLayout: Sendable {
    /// The tensors, in the order of the file.
    package let entries: [WeightsEntry]
    /// The tensors of element types that are not supported.
    package let unreadable: [UnreadableEntry]
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
        let tensors = try header.tensors.map { name, claim in
            let bytes = try Self.bytes(name, claim, data: start..<size, path: path)
            return (name: name, claim: claim, bytes: bytes)
        }.sorted {
            ($0.bytes.lowerBound, $0.bytes.upperBound, $0.name) < (
                $1.bytes.lowerBound, $1.bytes.upperBound, $1.name
            )
        }
        try Self.checkCoverage(
            tensors.map { ($0.name, $0.bytes) }, data: start..<size, path: path)
        entries = tensors.compactMap { tensor in
            ElementType(rawValue: tensor.claim.dtype).map {
                WeightsEntry(
                    name: tensor.name, type: $0, shape: Shape(tensor.claim.shape),
                    bytes: tensor.bytes, strides: nil)
            }
        }
        unreadable = tensors.filter { ElementType(rawValue: $0.claim.dtype) == nil }.map {
            UnreadableEntry(
                name: $0.name, type: $0.claim.dtype, extents: $0.claim.shape,
                .elementType($0.claim.dtype))
        }
    }

    /// The range of a tensor in the file. The size is checked if the element type is supported.
    private static func bytes(
        _ name: String, _ claim: SafetensorsHeader.Claim, data: Range<Int>, path: String
    ) throws -> Range<Int> {
        func fail(_ reason: WeightsError.Reason) -> WeightsError {
            WeightsError(path, entry: name, reason)
        }
        let type = ElementType(rawValue: claim.dtype)
        guard let size = ElementType.byteCount(claim.shape, size: type?.size ?? 1) else {
            throw fail(.shape(claim.shape))
        }
        guard claim.data_offsets.count == 2 else {
            throw fail(.header("data_offsets must be two numbers"))
        }
        let (begin, end) = (claim.data_offsets[0], claim.data_offsets[1])
        guard begin >= 0, begin <= end, end <= data.count else {
            throw fail(.range(begin: begin, end: end, available: data.count))
        }
        guard type == nil || end - begin == size else {
            throw fail(.length(expected: size, found: end - begin))
        }
        return data.lowerBound + begin..<data.lowerBound + end
    }

    /// Checks that every byte of the data belongs to exactly one tensor, as the format requires.
    private static func checkCoverage(
        _ tensors: [(name: String, bytes: Range<Int>)], data: Range<Int>, path: String
    ) throws {
        var covered = data.lowerBound
        var previous: String?
        for tensor in tensors {
            let begin = tensor.bytes.lowerBound
            if begin < covered, let previous {
                let offset = begin - data.lowerBound
                throw WeightsError(path, entry: tensor.name, .overlap(with: previous, at: offset))
            }
            if begin > covered { throw gap(to: begin) }
            covered = tensor.bytes.upperBound
            previous = tensor.name
        }
        if covered < data.upperBound { throw gap(to: data.upperBound) }

        func gap(to end: Int) -> WeightsError {
            WeightsError(path, .gap(from: covered - data.lowerBound, to: end - data.lowerBound))
        }
    }
}
