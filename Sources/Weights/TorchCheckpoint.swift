package import Files

/// A checkpoint written by `torch.save`: the zip archive of PyTorch 1.6 and later, or the older
/// sequence of pickles, which some of torchvision's files still use.
///
/// Tensors in nested dictionaries, lists and objects have dotted names
/// (`model.features.0.weight`); numbers and strings become metadata.
package struct TorchCheckpoint: WeightsFile {
    /// The whole file.
    package let contents: OpenFile
    /// The zip archive or the older format.
    package let format: WeightsFormat
    /// The tensors, in the order of the dictionaries.
    package let entries: [WeightsEntry]
    /// The tensors that cannot be read, and values that are not tensors.
    package let unreadable: [UnreadableEntry]
    /// The numbers and strings of the dictionaries, by dotted name.
    package let metadata: [String: String]

    /// Opens the file and checks the range of every tensor.
    /// - Throws: `WeightsError`, or `FileError` when the file cannot be read.
    package init(path: String) throws {
        try self.init(OpenFile(path: path))
    }

    init(_ file: OpenFile) throws {
        contents = file
        format = TorchLayout.isArchive(file) ? .torchArchive : .torchLegacy
        let layout = try TorchLayout(file)
        var listing = TorchListing(layout: layout, path: file.path)
        try listing.addRoot()
        entries = listing.entries
        unreadable = listing.unreadable
        var metadata = listing.metadata
        if let notes = layout.notes {
            metadata[TorchWriter.notesKey] = String(
                decoding: try file.bytes(notes), as: UTF8.self)
        }
        self.metadata = metadata
    }
}
