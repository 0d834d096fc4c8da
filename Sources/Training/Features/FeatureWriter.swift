import Files
import Foundation
import Weights

/// Takes the rows of a file of features, in order.
package struct FeatureWriter {
    package let request: FeatureRequest
    /// Values taken so far.
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

    /// Whole rows taken so far.
    package var rows: Int { count / request.width }

    /// Appends `values`, `[n, width]` for any number of rows.
    /// - Throws: `FileError`; `FeatureError` for a finite value beyond half precision where that is
    ///   stored.
    /// - Precondition: there are not more than the request says.
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

    /// Appends `values`, `[n, width]` for any number of rows.
    /// - Throws: `FileError`; `FeatureError` for a finite value beyond half precision where that is
    ///   stored.
    package mutating func append(_ values: [Float]) throws {
        try values.withUnsafeBufferPointer { try append($0) }
    }

    /// - Returns: the digest of every chunk.
    /// - Precondition: all rows are there.
    mutating func finish() throws -> [String] {
        precondition(
            count == request.rows * request.width,
            "\(count) values for \(request.rows) rows of \(request.width)")
        try flush()
        return digests
    }

    /// The nearest numbers of half precision, the even one of two.
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

/// A feature that half precision cannot hold.
package struct FeatureError: Error, Sendable, Hashable, CustomStringConvertible, LocalizedError {
    package var title: String
    package var row: Int
    package var value: Float

    package var description: String {
        "features of \(title): row \(row) has \(value), beyond the 65504 of half precision; "
            + "store them in single precision"
    }
    package var errorDescription: String? { description }
}
