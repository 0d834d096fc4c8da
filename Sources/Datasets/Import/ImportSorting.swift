/// Which files of a source are images, and what is said of the others.
struct ImportSorting {
    /// Positions of the images in the entries of the source.
    private(set) var images: [Int] = []
    private(set) var notes: [String] = []

    /// - Parameter table: the table among the files, of which there is nothing to say.
    /// - Throws: `ImportError.leftOut` for files that look like images and are not read.
    init(
        _ source: some ImportSource, _ options: ImportOptions, besides table: EntryName? = nil
    ) throws {
        var (hidden, excluded, others): ([EntryName], [EntryName], [EntryName]) = ([], [], [])
        var foreign: [EntryName] = []
        for (index, entry) in source.entries.enumerated() {
            if entry.isHidden {
                hidden.append(entry.name)
            } else if options.excludes(entry.name) {
                excluded.append(entry.name)
            } else if entry.isImage {
                images.append(index)
            } else if entry.foreignSuffix != nil {
                foreign.append(entry.name)
            } else if entry.name != table {
                others.append(entry.name)
            }
        }
        guard foreign.isEmpty else {
            throw ImportError.leftOut(
                source.path, files: foreign.sorted().map { "\($0)" },
                reason:
                    "look like images of formats that are not read; convert them to PNG or JPEG, "
                    + "or leave them out with --exclude '*\(foreign.min()?.suffix.description ?? "")'"
            )
        }
        notes = source.notes
        for (names, one, many) in [
            (hidden, "is hidden or left by a system", "are hidden or left by systems"),
            (excluded, "fits --exclude", "fit --exclude"),
            (others, "is no image", "are no images"),
        ] where !names.isEmpty {
            let shown = ImportError.list(names.sorted().map { "\($0)" }, most: 3)
            notes.append(
                (names.count == 1 ? "1 file \(one)" : "\(names.count) files \(many)")
                    + ", skipped: \(shown)")
        }
    }
}
