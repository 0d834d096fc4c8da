import Datasets
import Files

/// The division of the files of a source into images and other files, with notes about the latter.
struct ImportSorting {
    /// The indices of the images in the entries of the source.
    private(set) var images: [Int] = []
    /// The indices of the files that match `--exclude`.
    private(set) var excluded: [Int] = []
    private(set) var notes: [String] = []

    /// - Parameter table: the table among the files, which is not reported.
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
            (hidden, "is hidden or was left by a system", "are hidden or were left by systems"),
            (named, "matches --exclude", "match --exclude"),
            (others, "is not an image", "are not images"),
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
                "with an unsupported image format or suffix; convert them to PNG or JPEG, give "
                + "files of a supported format its suffix (\(ImageSuffixes.list)), or exclude them with "
                + "--exclude '\(pattern(first))'"
        )
    }

    /// A pattern that excludes a file, and other files of its format if its suffix gives the
    /// format.
    private static func pattern(_ name: EntryName) -> String {
        let last = name.parts.last ?? name
        guard let suffix = ImageSuffixes.notReadSuffix(of: name.path) else { return "\(last)" }
        return "*\(EntryName(last.bytes.suffix(suffix.utf8.count)))"
    }
}
