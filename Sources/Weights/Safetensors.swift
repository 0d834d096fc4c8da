import Files
package import Foundation
package import Tensors

/// A writer of safetensors files.
package enum Safetensors {
    /// Writes tensors without gaps, and metadata: the tensors named in `integers` as I64, all
    /// others as F32.
    ///
    /// Integers are written first, so that every tensor is aligned to its element type, as PyTorch
    /// requires; otherwise the order is kept. The file is written atomically, and equal arguments
    /// give identical files.
    /// - Throws: `WeightsError` for a duplicate or reserved name, or for a value in `integers` that
    ///   is not a whole number; `FileError` if writing fails.
    package static func write(
        _ tensors: [(name: String, tensor: Tensor)], integers: Set<String> = [],
        metadata: [String: String] = [:], to path: String
    ) throws {
        let stored = try tensors.map { name, tensor in
            guard integers.contains(name) else { return StoredTensor(name, tensor) }
            let values = try tensor.values.map { value in
                guard let integer = Int64(exactly: value) else {
                    throw WeightsError(path, entry: name, .notWhole(value))
                }
                return integer.littleEndian
            }
            return StoredTensor(name: name, type: .int64, shape: tensor.shape) { writer in
                try values.withUnsafeBytes { try writer.write($0) }
            }
        }
        try write(stored, metadata: metadata, to: path)
    }

    /// Writes tensors, those with the largest elements first.
    static func write(
        _ tensors: [StoredTensor], metadata: [String: String], to path: String
    ) throws {
        let ordered = tensors.enumerated().sorted {
            ($1.element.type.size, $0.offset) < ($0.element.type.size, $1.offset)
        }.map(\.element)
        let start = try start(of: ordered, metadata: metadata, alignment: 8, path: path)
        try AtomicFile.write(to: path) { writer in
            try writer.write(start)
            for tensor in ordered { try tensor.write(writer) }
        }
    }

    /// The beginning of a file with one tensor: the length of the header and the header, padded
    /// with spaces so that the data begin at a multiple of `alignment` bytes. It is meant for files
    /// that are too large to be written at once.
    /// - Parameter alignment: a multiple of 8.
    package static func start(
        ofOne name: String, type: ElementType, shape: Shape, metadata: [String: String],
        alignment: Int, path: String
    ) throws -> Data {
        let tensor = StoredTensor(name: name, type: type, shape: shape) { _ in }
        return try start(of: [tensor], metadata: metadata, alignment: alignment, path: path)
    }

    private static func start(
        of tensors: [StoredTensor], metadata: [String: String], alignment: Int, path: String
    ) throws -> Data {
        var members: [String] = []
        if !metadata.isEmpty {
            let pairs = try metadata.sorted { $0.key < $1.key }
                .map { "\(try quoted($0.key)):\(try quoted($0.value))" }
            members.append(
                "\"\(SafetensorsHeader.metadataKey)\":{\(pairs.joined(separator: ","))}")
        }
        var offset = 0
        var names: Set<String> = []
        for tensor in tensors {
            guard tensor.name != SafetensorsHeader.metadataKey else {
                throw WeightsError(path, entry: tensor.name, .reservedName)
            }
            guard names.insert(tensor.name).inserted else {
                throw WeightsError(path, entry: tensor.name, .duplicateName)
            }
            let end = offset + tensor.shape.count * tensor.type.size
            let extents = tensor.shape.extents.map(String.init).joined(separator: ",")
            members.append(
                "\(try quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\","
                    + "\"shape\":[\(extents)],\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        let text = Data("{\(members.joined(separator: ","))}".utf8)
        let size = (8 + text.count + alignment - 1) / alignment * alignment
        let length = UInt64(size - 8).littleEndian
        return withUnsafeBytes(of: length) { Data($0) } + text
            + Data(repeating: UInt8(ascii: " "), count: size - 8 - text.count)
    }

    private static func quoted(_ text: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(text), as: UTF8.self)
    }
}

/// A tensor to be written: its entry in the header, and a function that writes its bytes.
struct StoredTensor {
    let name: String
    let type: ElementType
    let shape: Shape
    let write: (AtomicFileWriter) throws -> Void
}

extension StoredTensor {
    /// A tensor to be written in single precision.
    init(_ name: String, _ tensor: Tensor) {
        self.init(name: name, type: .float32, shape: tensor.shape) { writer in
            try tensor.withUnsafeValues { try writer.write(UnsafeRawBufferPointer($0)) }
        }
    }
}
