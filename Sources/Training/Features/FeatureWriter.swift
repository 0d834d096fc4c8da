import Files
import Foundation
import Weights

/// A writer of the rows of a feature file, in order.
package struct FeatureWriter {
    /// The contents of the header.
    package let request: FeatureRequest
    /// The number of values appended so far.
    private var count = 0
    private let file: AtomicFileWriter
    private let chunkSize: Int
    private var chunk: [UInt8] = []
    private var digests: [String] = []

    init(_ request: FeatureRequest, _ file: AtomicFileWriter, chunkSize: Int) {
        self.request = request
        self.file = file
        self.chunkSize = chunkSize
        chunk.reserveCapacity(min(chunkSize, request.byteCount))
    }

    /// The number of complete rows appended so far.
    package var rows: Int { count / request.width }

    /// Appends `values`, `[n, width]`, for any number of rows.
    /// - Throws: `FileError`; `FeatureError` for a finite value beyond the range of half precision,
    ///   if that is the element type.
    /// - Precondition: the total does not exceed the number of rows in the request.
    package mutating func append(_ values: UnsafeBufferPointer<Float>) throws {
        precondition(
            values.count <= request.rows * request.width - count,
            "more than \(request.rows) rows of \(request.width) values")
        if request.type == .float16 {
            let halves = try narrow(values)
            try halves.withUnsafeBytes { try write($0) }
        } else {
            try write(UnsafeRawBufferPointer(values))
        }
        count += values.count
    }

    /// Appends `values`, `[n, width]`, for any number of rows.
    /// - Throws: `FileError`; `FeatureError` for a finite value beyond the range of half precision,
    ///   if that is the element type.
    package mutating func append(_ values: [Float]) throws {
        try values.withUnsafeBufferPointer { try append($0) }
    }

    /// - Returns: the digest of every chunk.
    /// - Precondition: all rows have been appended.
    mutating func finish() throws -> [String] {
        precondition(
            count == request.rows * request.width,
            "\(count) values for \(request.rows) rows of \(request.width)")
        try flush()
        return digests
    }

    /// The nearest numbers in half precision, with ties to even.
    private func narrow(_ values: UnsafeBufferPointer<Float>) throws -> [UInt16] {
        try values.enumerated().map { index, value in
            let half = Float16(value)
            guard half.isFinite || !value.isFinite else {
                throw FeatureError(
                    title: request.title, row: (count + index) / request.width, value: value)
            }
            return half.bitPattern
        }
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(chunkSize - chunk.count))
            chunk.append(contentsOf: part)
            rest = UnsafeRawBufferPointer(rebasing: rest[part.count...])
            if chunk.count == chunkSize { try flush() }
        }
    }

    private mutating func flush() throws {
        guard !chunk.isEmpty else { return }
        try chunk.withUnsafeBytes { bytes in
            digests.append(SHA256Digest.of(bytes))
            try file.write(bytes)
        }
        chunk.removeAll(keepingCapacity: true)
    }
}

/// A feature beyond the range of half precision.
package struct FeatureError: Error, Sendable, Hashable, CustomStringConvertible, LocalizedError {
    /// The description of the features.
    package var title: String
    /// The row of the value, from 0.
    package var row: Int
    /// The value.
    package var value: Float

    package var description: String {
        "features of \(title): row \(row) contains \(value), but the largest number in half precision is 65504; "
            + "store them in single precision"
    }
    package var errorDescription: String? { description }
}
