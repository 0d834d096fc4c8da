package import Files
package import Tensors

/// A checkpoint on disk: named tensors, read when asked for.
package protocol WeightsFile: Sendable {
    /// The whole file.
    var contents: OpenFile { get }
    var format: WeightsFormat { get }
    /// The tensors, in the order of the file.
    var entries: [WeightsEntry] { get }
    /// Free text and settings that the writer left beside the tensors.
    var metadata: [String: String] { get }
}

/// Opens the checkpoint at `path` as what its first bytes say it is, whatever its name.
/// - Throws: `WeightsError`, or `FileError` when the file cannot be read.
package func openWeights(path: String) throws -> any WeightsFile {
    let file = try OpenFile(path: path)
    return TorchLayout.recognizes(file) ? try TorchCheckpoint(file) : try SafetensorsFile(file)
}

/// What a checkpoint says of one tensor.
package struct WeightsEntry: Sendable, Hashable {
    package let name: String
    package let type: ElementType
    package let shape: Shape
    /// Where the elements lie in the file, counted from its first byte.
    package let bytes: Range<Int>
    /// The step between neighbours along each axis, in elements; `nil` when dense and row-major.
    let strides: [Int]?
}

extension WeightsFile {
    package var path: String { contents.path }
    /// Of the whole file.
    package var byteCount: Int { contents.count }
    /// SHA-256 of the whole file, computed at each call.
    /// - Throws: `FileError`.
    package var digest: String { get throws { try SHA256Digest.of(contents) } }
    package var names: [String] { entries.map(\.name) }

    /// - Throws: `WeightsError` when there is no such tensor.
    package func entry(named name: String) throws -> WeightsEntry {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw WeightsError(path, entry: name, .missing(names: names))
        }
        return entry
    }

    /// The tensor `name` in single precision, whatever its stored type.
    /// - Throws: `WeightsError` when there is no such tensor; `FileError` when it cannot be read.
    package func tensor(named name: String) throws -> Tensor {
        try tensor(of: try entry(named: name))
    }

    /// The tensor of one of the file's own entries, in single precision.
    /// - Throws: `FileError` when it cannot be read, as when the file has become shorter.
    package func tensor(of entry: WeightsEntry) throws -> Tensor {
        guard entry.type == .float32, entry.strides == nil else {
            return try withBytes(of: entry) { entry.type.floats($0, shape: entry.shape) }
        }
        // The largest tensors are these: no copy of one in between.
        return try Tensor(shape: entry.shape) { values in
            try contents.read(
                at: entry.bytes.lowerBound, into: UnsafeMutableRawBufferPointer(values))
        }
    }

    /// The elements of the tensor `name` in double precision.
    /// - Throws: `WeightsError` when there is no such tensor; `FileError` when it cannot be read.
    package func doubles(named name: String) throws -> [Double] {
        let entry = try entry(named: name)
        return try withBytes(of: entry) { entry.type.doubles($0) }
    }

    /// The elements of the integer tensor `name`.
    /// - Throws: `WeightsError` when there is no such tensor, or it does not hold integers;
    ///   `FileError` when it cannot be read.
    package func integers(named name: String) throws -> [Int] {
        let entry = try entry(named: name)
        guard entry.type.isInteger else {
            throw WeightsError(path, entry: name, .notIntegers(entry.type))
        }
        return try withBytes(of: entry) { entry.type.integers($0) }
    }

    /// The elements of `entry` as stored, dense and row-major.
    /// - Throws: `FileError` when they cannot be read; what `body` throws.
    func withBytes<R>(
        of entry: WeightsEntry, _ body: (UnsafeRawBufferPointer) throws -> R
    ) throws -> R {
        let stored = try contents.bytes(entry.bytes)
        guard let strides = entry.strides else { return try stored.withUnsafeBytes(body) }
        return try stored.withUnsafeBytes { gather($0, entry, strides) }.withUnsafeBytes(body)
    }

    private func gather(
        _ stored: UnsafeRawBufferPointer, _ entry: WeightsEntry, _ strides: [Int]
    ) -> [UInt8] {
        let size = entry.type.size
        var dense: [UInt8] = []
        dense.reserveCapacity(entry.shape.count * size)
        var index = [Int](repeating: 0, count: strides.count)
        for _ in 0..<entry.shape.count {
            let element = zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
            dense.append(contentsOf: stored[element * size..<(element + 1) * size])
            for axis in strides.indices.reversed() {
                index[axis] += 1
                if index[axis] < entry.shape[axis] { break }
                index[axis] = 0
            }
        }
        return dense
    }
}
