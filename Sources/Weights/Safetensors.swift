import Files
import Foundation
package import Tensors

/// Writing of safetensors files.
package enum Safetensors {
    /// Writes `tensors` as F32, in the given order and without gaps, and `metadata` beside them.
    ///
    /// The file appears whole or not at all, and the same arguments give the same bytes.
    /// - Throws: `WeightsError` for a name given twice or reserved, `FileError` when writing fails.
    package static func write(
        _ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:],
        to path: String
    ) throws {
        let header = try header(of: tensors, metadata: metadata, path: path)
        try AtomicFile.write(to: path) { writer in
            var length = UInt64(header.count).littleEndian
            try withUnsafeBytes(of: &length) { try writer.write($0) }
            try writer.write(header)
            for (_, tensor) in tensors {
                try tensor.withUnsafeValues { try writer.write(UnsafeRawBufferPointer($0)) }
            }
        }
    }

    /// The header, padded with spaces so that the data begin at a multiple of eight bytes.
    private static func header(
        of tensors: [(name: String, tensor: Tensor)], metadata: [String: String], path: String
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
        for (name, tensor) in tensors {
            guard name != SafetensorsHeader.metadataKey else {
                throw WeightsError(path, entry: name, .reservedName)
            }
            guard names.insert(name).inserted else {
                throw WeightsError(path, entry: name, .duplicateName)
            }
            let end = offset + tensor.count * ElementType.float32.size
            let extents = tensor.shape.extents.map(String.init).joined(separator: ",")
            members.append(
                "\(try quoted(name)):{\"dtype\":\"\(ElementType.float32.rawValue)\","
                    + "\"shape\":[\(extents)],\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var text = Data("{\(members.joined(separator: ","))}".utf8)
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - text.count % 8) % 8))
        return text
    }

    private static func quoted(_ text: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(text), as: UTF8.self)
    }
}
