package import Files
package import Tensors

/// A checkpoint file: named tensors, which are read on demand.
package protocol WeightsFile: Sendable {
    /// The whole file.
    var contents: OpenFile { get }
    var format: WeightsFormat { get }
    /// The tensors, in the order of the file.
    var entries: [WeightsEntry] { get }
    /// The tensors that cannot be read, and values that are not tensors.
    var unreadable: [UnreadableEntry] { get }
    /// Texts and settings that the file contains besides the tensors.
    var metadata: [String: String] { get }
}

/// Opens the checkpoint at `path`. The format is determined by the first bytes, not by the name.
/// - Parameter entry: the entry whose tensors are read, such as `state_dict_ema`; nil: all tensors.
/// - Throws: `WeightsError`, or `FileError` if the file cannot be read.
package func openWeights(path: String, entry: String? = nil) throws -> any WeightsFile {
    let file = try OpenFile(path: path)
    let weights: any WeightsFile =
        TorchLayout.recognizes(file) ? try TorchCheckpoint(file) : try SafetensorsFile(file)
    return try entry.map { try SelectedWeights(weights, entry: $0) } ?? weights
}

/// The description of one tensor in a checkpoint.
package struct WeightsEntry: Sendable, Hashable {
    /// The name, such as `features.0.weight`.
    package let name: String
    /// The element type in the file.
    package let type: ElementType
    /// The shape.
    package let shape: Shape
    /// The range of the elements in the file, in bytes.
    package let bytes: Range<Int>
    /// The distance between neighbors along each axis, in elements; nil if the tensor is dense and
    /// row-major.
    let strides: [Int]?

    /// The same tensor under another name.
    package func renamed(_ name: String) -> WeightsEntry {
        WeightsEntry(name: name, type: type, shape: shape, bytes: bytes, strides: strides)
    }

    /// The same elements in another shape, in row-major order; nil if they are not dense, or if the
    /// number of elements differs.
    package func reshaped(to shape: Shape) -> WeightsEntry? {
        guard strides == nil, shape.count == self.shape.count else { return nil }
        return WeightsEntry(name: name, type: type, shape: shape, bytes: bytes, strides: nil)
    }
}

extension WeightsFile {
    /// The path of the file.
    package var path: String { contents.path }
    /// The size of the whole file, in bytes.
    package var byteCount: Int { contents.count }
    /// The SHA-256 of the whole file, computed at each call.
    /// - Throws: `FileError`.
    package var digest: String { get throws { try SHA256Digest.of(contents) } }
    /// The names of the tensors, in the order of the file.
    package var names: [String] { entries.map(\.name) }

    /// The description of the tensor `name`.
    /// - Throws: `WeightsError` if there is no such tensor.
    package func entry(named name: String) throws -> WeightsEntry {
        if let entry = unreadable.first(where: { $0.name == name }) {
            throw WeightsError(path, entry: name, entry.reason)
        }
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw WeightsError(path, entry: name, .missing(names: names))
        }
        return entry
    }

    /// The tensor `name`, converted to single precision.
    /// - Throws: `WeightsError` when there is no such tensor; `FileError` when it cannot be read.
    package func tensor(named name: String) throws -> Tensor {
        try tensor(of: try entry(named: name))
    }

    /// The tensor of an entry of this file, converted to single precision.
    /// - Throws: `FileError` if it cannot be read, for example if the file has become shorter.
    package func tensor(of entry: WeightsEntry) throws -> Tensor {
        guard entry.type == .float32, entry.strides == nil else {
            return try withBytes(of: entry) { entry.type.floats($0, shape: entry.shape) }
        }
        // The largest tensors have this form, so they are read without a copy.
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
    /// - Throws: `WeightsError` if there is no such tensor, or if its type is not an integer type;
    ///   `FileError` if it cannot be read.
    package func integers(named name: String) throws -> [Int] {
        let entry = try entry(named: name)
        guard entry.type.isInteger else {
            throw WeightsError(path, entry: name, .notIntegers(entry.type))
        }
        return try withBytes(of: entry) { entry.type.integers($0) }
    }

    /// The elements of `entry` as stored, dense and row-major.
    /// - Throws: `FileError` if they cannot be read, and the errors of `body`.
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
