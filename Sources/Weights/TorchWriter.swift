import Files
import Foundation
import Tensors

/// A writer of state dicts in the format of `torch.save`, which `torch.load(file,
/// weights_only=True)` reads.
package enum TorchWriter {
    /// The name of the record with the notes, and their key in the metadata when the file is read.
    package static let notesKey = "study.json"

    /// Writes the tensors of a checkpoint with their element types, and `notes`, a JSON text, as
    /// the record `archive/study.json`, which PyTorch ignores.
    /// - Throws: `WeightsError` for an element type without a storage in PyTorch, or more than 4
    ///   GiB; `FileError`.
    package static func write(_ file: any WeightsFile, notes: String, to path: String) throws {
        let pickle = try pickle(file, path)
        try AtomicFile.write(to: path) { writer in
            var archive = ZipWriter(writer, path: path)
            try archive.add("archive/data.pkl", pickle)
            try archive.add("archive/byteorder", Data("little".utf8))
            try archive.add("archive/\(notesKey)", Data(notes.utf8))
            for (index, entry) in file.entries.enumerated() {
                try file.withBytes(of: entry) { try archive.add("archive/data/\(index)", $0) }
            }
            try archive.add("archive/version", Data("3\n".utf8))
            try archive.finish()
        }
    }

    /// The pickle of a dictionary of names and tensors, in protocol 2.
    private static func pickle(_ file: any WeightsFile, _ path: String) throws -> Data {
        var writer = PickleWriter()
        writer.begin()
        for (index, entry) in file.entries.enumerated() {
            guard let storage = StorageType.storageName(of: entry.type) else {
                throw WeightsError(path, entry: entry.name, .elementType(entry.type.rawValue))
            }
            writer.text(entry.name)
            writer.tensor(storage, key: "\(index)", shape: entry.shape)
        }
        return writer.end()
    }
}

/// A writer of the pickle opcodes in a state dict; see Python's `pickletools`.
private struct PickleWriter {
    private var data = Data([0x80, 2])

    /// Writes an empty dictionary and the mark before its items.
    mutating func begin() { data += Data("}(".utf8) }

    mutating func end() -> Data { data + Data("u.".utf8) }

    mutating func text(_ text: String) {
        let bytes = Data(text.utf8)
        data += Data("X".utf8)
        withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { data += Data($0) }
        data += bytes
    }

    private mutating func global(_ module: String, _ name: String) {
        data += Data("c\(module)\n\(name)\n".utf8)
    }

    private mutating func integer(_ value: Int) {
        if let value = Int32(exactly: value) {
            data += Data("J".utf8)
            withUnsafeBytes(of: value.littleEndian) { data += Data($0) }
        } else {
            data += Data([0x8A, 8])
            withUnsafeBytes(of: Int64(value).littleEndian) { data += Data($0) }
        }
    }

    private mutating func tuple(_ values: [Int]) {
        data += Data("(".utf8)
        for value in values { integer(value) }
        data += Data("t".utf8)
    }

    /// Writes `_rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict())`, with a
    /// storage for this tensor alone.
    mutating func tensor(_ storage: String, key: String, shape: Shape) {
        global("torch._utils", "_rebuild_tensor_v2")
        data += Data("((".utf8)
        text("storage")
        global("torch", storage)
        text(key)
        text("cpu")
        integer(shape.count)
        data += Data("tQ".utf8)
        integer(0)
        tuple(shape.extents)
        var strides = [Int](repeating: 1, count: shape.extents.count)
        for axis in strides.indices.dropLast().reversed() {
            strides[axis] = strides[axis + 1] * shape.extents[axis + 1]
        }
        tuple(strides)
        data.append(0x89)
        global("collections", "OrderedDict")
        data += Data(")RtR".utf8)
    }
}
