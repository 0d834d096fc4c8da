import Files
import Foundation

extension Safetensors {
    /// Converts a checkpoint of any format to safetensors. Element types and metadata are kept; old
    /// tensor names of DenseNets are replaced by the current ones.
    /// - Parameters:
    ///   - replacing: true if a file at `path` may be overwritten.
    ///   - metadata: metadata to add; they replace entries of the file with the same key.
    /// - Returns: the number of tensors with a new name.
    /// - Throws: `WeightsError` if `path` does not end in `.safetensors` or exists, or if the
    ///   checkpoint contains no tensors; `FileError`.
    @discardableResult
    package static func convert(
        _ file: any WeightsFile, to path: String, replacing: Bool = false,
        adding metadata: [String: String] = [:]
    ) throws -> Int {
        guard path.hasSuffix(".safetensors") else { throw WeightsError(path, .notSafetensors) }
        guard replacing || !FileManager.default.fileExists(atPath: path) else {
            throw WeightsError(path, .exists)
        }
        guard !file.entries.isEmpty else { throw WeightsError(file.path, .noTensors) }
        let tensors = file.entries.map { entry in
            StoredTensor(
                name: TorchvisionNames.current(entry.name), type: entry.type, shape: entry.shape
            ) { writer in
                try file.withBytes(of: entry) { try writer.write($0) }
            }
        }
        try write(tensors, metadata: file.metadata.merging(metadata) { $1 }, to: path)
        return zip(file.entries, tensors).count { $0.name != $1.name }
    }
}
