import Files
import Foundation

extension Safetensors {
    /// Writes a checkpoint of any format as safetensors: element types and metadata as they are,
    /// old names of DenseNets as they are spelled today.
    /// - Parameters:
    ///   - replacing: whether a file at `path` may be overwritten.
    ///   - metadata: beside that of the file, or in its place.
    /// - Returns: how many tensors got a new name.
    /// - Throws: `WeightsError` when `path` does not end in `.safetensors` or is there;
    ///   `FileError`.
    @discardableResult
    package static func convert(
        _ file: any WeightsFile, to path: String, replacing: Bool = false,
        adding metadata: [String: String] = [:]
    ) throws -> Int {
        guard path.hasSuffix(".safetensors") else { throw WeightsError(path, .notSafetensors) }
        guard replacing || !FileManager.default.fileExists(atPath: path) else {
            throw WeightsError(path, .exists)
        }
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
