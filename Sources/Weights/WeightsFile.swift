package import Files
package import Tensors

/// A checkpoint on disk: named tensors, read when asked for.
package protocol WeightsFile: Sendable {
    /// The whole file.
    var contents: MappedFile { get }
    var format: WeightsFormat { get }
    /// The tensors, in the order of the file.
    var entries: [WeightsEntry] { get }
    /// Free text and settings that the writer left beside the tensors.
    var metadata: [String: String] { get }
}

/// Opens the checkpoint at `path` as what its first bytes say it is, whatever its name.
/// - Throws: `WeightsError`, or `FileError` when the file cannot be read.
package func openWeights(path: String) throws -> any WeightsFile {
    let file = try MappedFile(path: path)
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
    package var byteCount: Int { contents.bytes.count }
    /// SHA-256 of the whole file.
    package var digest: String { contents.withBytes { SHA256Digest.of($0) } }
    package var names: [String] { entries.map(\.name) }

    /// - Throws: `WeightsError` when there is no such tensor.
    package func entry(named name: String) throws -> WeightsEntry {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw WeightsError(path, entry: name, .missing(names: names))
        }
        return entry
    }

    /// The tensor `name` in single precision, whatever its stored type.
    /// - Throws: `WeightsError` when there is no such tensor.
    package func tensor(named name: String) throws -> Tensor {
        tensor(of: try entry(named: name))
    }

    /// The tensor of one of the file's own entries, in single precision.
    package func tensor(of entry: WeightsEntry) -> Tensor {
        withBytes(of: entry) { entry.type.floats($0, shape: entry.shape) }
    }

    /// The elements of the tensor `name` in double precision.
    /// - Throws: `WeightsError` when there is no such tensor.
    package func doubles(named name: String) throws -> [Double] {
        let entry = try entry(named: name)
        return withBytes(of: entry) { entry.type.doubles($0) }
    }

    /// The elements of the integer tensor `name`.
    /// - Throws: `WeightsError` when there is no such tensor, or it does not hold integers.
    package func integers(named name: String) throws -> [Int] {
        let entry = try entry(named: name)
        guard entry.type.isInteger else {
            throw WeightsError(path, entry: name, .notIntegers(entry.type))
        }
        return withBytes(of: entry) { entry.type.integers($0) }
    }

    /// The elements of `entry` as stored, dense and row-major.
    func withBytes<R>(
        of entry: WeightsEntry, _ body: (UnsafeRawBufferPointer) throws -> R
    ) rethrows -> R {
        try contents.withBytes { bytes in
            let stored = UnsafeRawBufferPointer(rebasing: bytes[entry.bytes])
            guard let strides = entry.strides else { return try body(stored) }
            return try gather(stored, entry, strides).withUnsafeBytes(body)
        }
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
