package import Tensors

/// A checkpoint on disk: named tensors, read when asked for.
package protocol WeightsFile: Sendable {
    /// The file's path, for messages.
    var path: String { get }
    /// The tensors, in the order of the file.
    var entries: [WeightsEntry] { get }
    /// Free text that the writer left beside the tensors.
    var metadata: [String: String] { get }
    /// The stored elements of `entry`, dense and row-major; `entry` must be one of `entries`.
    func withBytes<R>(
        of entry: WeightsEntry, _ body: (UnsafeRawBufferPointer) throws -> R
    ) throws -> R
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
        let entry = try entry(named: name)
        return try withBytes(of: entry) { entry.type.floats($0, shape: entry.shape) }
    }

    /// The elements of the tensor `name` in double precision.
    /// - Throws: `WeightsError` when there is no such tensor.
    package func doubles(named name: String) throws -> [Double] {
        let entry = try entry(named: name)
        return try withBytes(of: entry) { entry.type.doubles($0) }
    }

    /// The elements of the integer tensor `name`.
    /// - Throws: `WeightsError` when there is no such tensor, or it does not hold integers.
    package func integers(named name: String) throws -> [Int] {
        let entry = try entry(named: name)
        guard entry.type.isInteger else {
            throw WeightsError(path, entry: name, .notIntegers(entry.type))
        }
        return try withBytes(of: entry) { entry.type.integers($0) }
    }
}
