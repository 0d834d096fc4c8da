import Files

/// Which files of a source are images, and what is said of the others.
struct ImportSorting {
    /// Positions of the images in the entries of the source.
    private(set) var images: [Int] = []
    /// Positions of the files that are left out because they fit `--exclude`.
    private(set) var excluded: [Int] = []
    private(set) var notes: [String] = []

    /// - Parameter table: the table among the files, of which there is nothing to say.
    /// - Throws: `ImportError.leftOut` for files that look like images and are not read.
    init(
        _ source: some ImportSource, _ options: ImportOptions, besides table: EntryName? = nil
    ) throws {
        var (hidden, foreign, others): ([EntryName], [EntryName], [EntryName]) = ([], [], [])
        for (index, entry) in source.entries.enumerated() {
            if entry.isHidden {
                hidden.append(entry.name)
            } else if options.excludes(entry.name) {
                excluded.append(index)
            } else if entry.isImage {
                images.append(index)
            } else if entry.name == table {
                continue
            } else if entry.isForeignImage {
                foreign.append(entry.name)
            } else {
                others.append(entry.name)
            }
        }
        if let first = foreign.min() { throw Self.unread(foreign, first, source.path) }
        let named = excluded.map { source.entries[$0].name }
        notes = source.notes
        for (names, one, many) in [
            (hidden, "is hidden or left by a system", "are hidden or left by systems"),
            (named, "fits --exclude", "fit --exclude"),
            (others, "is no image", "are no images"),
        ] where !names.isEmpty {
            let shown = ImportError.list(names.sorted().map { "\($0)" }, most: 3)
            notes.append(
                (names.count == 1 ? "1 file \(one)" : "\(names.count) files \(many)")
                    + ", skipped: \(shown)")
        }
    }

    private static func unread(
        _ files: [EntryName], _ first: EntryName, _ path: String
    ) -> ImportError {
        .leftOut(
            path, files: files.sorted().map { "\($0)" },
            reason:
                "look like images of formats that are not read; convert them to PNG or JPEG, give those that are "
                + "JPEG or PNG the suffix .jpeg or .png, or leave them out with --exclude '\(pattern(first))'"
        )
    }

    /// A pattern that leaves out a file, and others of its format where its suffix says the format.
    private static func pattern(_ name: EntryName) -> String {
        let last = name.parts.last ?? name
        guard let suffix = ImageSuffixes.notReadSuffix(of: name.path) else { return "\(last)" }
        return "*\(EntryName(last.bytes.suffix(suffix.utf8.count)))"
    }
}
