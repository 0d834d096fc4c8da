package import Files
import Foundation

/// A safetensors file: eight bytes with the length of the header, a JSON header, then the bytes of
/// the tensors, which are read on demand.
///
/// The format is documented at https://huggingface.co/docs/safetensors. The header is checked
/// against the file before any tensor is read, so a damaged or hostile file causes an error but
/// never a crash, also if it becomes shorter later.
package struct SafetensorsFile: WeightsFile {
    /// The tensors, in the order of the file.
    package let entries: [WeightsEntry]
    /// The tensors of element types that are not supported.
    package let unreadable: [UnreadableEntry]
    /// The metadata of the header.
    package let metadata: [String: String]
    /// The whole file.
    package let contents: OpenFile
    package var format: WeightsFormat { .safetensors }

    /// Opens the file and checks its header.
    /// - Throws: `WeightsError`, or `FileError` if the file cannot be read.
    package init(path: String) throws {
        try self.init(OpenFile(path: path))
    }

    /// Checks the header of an open file.
    /// - Throws: `WeightsError`, or `FileError` if the file cannot be read.
    init(_ file: OpenFile) throws {
        let start = FileWindow(file)
        if start.integer(UInt8.self, at: 8) != UInt8(ascii: "{") {
            let format = ForeignFormat(start)
            let length = start.integer(UInt64.self, at: 0) ?? 0
            guard format == nil, length <= file.count else {
                throw WeightsError(file.path, .notACheckpoint(format))
            }
        }
        let layout = try SafetensorsLayout(size: file.count, path: file.path) { range in
            Data(try file.bytes(range))
        }
        contents = file
        entries = layout.entries
        unreadable = layout.unreadable
        metadata = layout.metadata
    }
}
