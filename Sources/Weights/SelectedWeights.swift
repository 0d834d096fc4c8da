package import Files

/// Some tensors of a checkpoint under other names: those of one of several state dicts, or those of
/// a network.
package struct SelectedWeights: WeightsFile {
    /// The whole file.
    package let contents: OpenFile
    /// The format of the file.
    package let format: WeightsFormat
    /// The selected tensors under their new names.
    package let entries: [WeightsEntry]
    /// The selected entries that cannot be read, under their new names.
    package let unreadable: [UnreadableEntry]
    /// The metadata of the file.
    package let metadata: [String: String]

    /// Selects the tensors of an entry, such as `state_dict_ema`; their names begin after the name
    /// of the entry.
    /// - Throws: `WeightsError` if there are none.
    package init(_ file: any WeightsFile, entry: String) throws {
        let prefix = entry.hasSuffix(".") ? entry : entry + "."
        func renamed(_ name: String) -> String? {
            name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
        }
        self.init(
            file,
            file.entries.compactMap { entry in renamed(entry.name).map { entry.renamed($0) } },
            file.unreadable.compactMap { entry in
                renamed(entry.name).map {
                    UnreadableEntry(
                        name: $0, type: entry.type, extents: entry.extents, entry.reason)
                }
            })
        guard !entries.isEmpty || !unreadable.isEmpty else {
            var parts: [String] = []
            for name in file.names where name.contains(".") {
                let part = String(name.prefix { $0 != "." })
                if parts.last != part { parts.append(part) }
            }
            throw WeightsError(file.path, entry: entry, .noEntry(names: parts))
        }
    }

    /// Selects entries of a file, which may have new names.
    package init(
        _ file: any WeightsFile, _ entries: [WeightsEntry], _ unreadable: [UnreadableEntry] = []
    ) {
        contents = file.contents
        format = file.format
        metadata = file.metadata
        self.entries = entries
        self.unreadable = unreadable
    }
}
