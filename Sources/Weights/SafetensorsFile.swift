package import Files
import Foundation

/// A safetensors file: eight bytes of header length, a JSON header, then the tensors' bytes, which
/// are read when asked for.
///
/// The format: https://huggingface.co/docs/safetensors. Everything that the header claims is
/// checked against the file before any tensor is read, so that a damaged or hostile file throws and
/// never crashes; so does one that becomes shorter later.
package struct SafetensorsFile: WeightsFile {
    package let entries: [WeightsEntry]
    package let metadata: [String: String]
    package let contents: OpenFile
    package var format: WeightsFormat { .safetensors }

    /// Opens the file and checks its header.
    /// - Throws: `WeightsError`, or `FileError` when the file cannot be read.
    package init(path: String) throws {
        try self.init(OpenFile(path: path))
    }

    /// Checks the header of an open file.
    /// - Throws: `WeightsError`, or `FileError` when the file cannot be read.
    init(_ file: OpenFile) throws {
        let layout = try SafetensorsLayout(size: file.count, path: file.path) { range in
            Data(try file.bytes(range))
        }
        contents = file
        entries = layout.entries
        metadata = layout.metadata
    }
}
