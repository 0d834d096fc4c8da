package import Files

/// The options of an import.
package struct ImportOptions: Sendable {
    /// The names of the columns of a table; nil: `file`, `label`, and for splits and patients
    /// `split`, `group` or a column with a common name. `none` for splits or patients means that no
    /// such column is used, unless a column has that name.
    package var image, label, split, group: String?
    /// The text encoding of a table; nil: recognized.
    package var encoding: TextEncoding?
    /// True if rows without a file or label, and images without a row, are skipped; otherwise they
    /// are errors.
    package var skipsMissing = false
    /// Shell patterns for paths or names of files and folders to exclude.
    package var exclude: [String] = []

    package init() {}

    /// True if an entry is excluded.
    func excludes(_ name: EntryName) -> Bool {
        guard !exclude.isEmpty else { return false }
        let parts = name.parts
        return parts.indices.contains { end in
            let path = EntryName(joining: parts[...end])
            return exclude.contains { path.matches($0) || parts[end].matches($0) }
        }
    }
}
