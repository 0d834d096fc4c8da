package import Files

/// What is said of a source beside its path.
package struct ImportOptions: Sendable {
    /// Columns of a table; nil: `file`, `label`, and for splits and patients `split`, `group` or a
    /// column of a usual name. `none` for splits or patients, where no column has that name: none
    /// is taken.
    package var image, label, split, group: String?
    /// The text encoding of a table; nil: recognised.
    package var encoding: TextEncoding?
    /// Whether rows without a file or label and images without a row are left out; else they are
    /// errors.
    package var skipsMissing = false
    /// Patterns of the shell for paths or names of files and folders that are left out.
    package var exclude: [String] = []

    package init() {}

    /// Whether an entry is left out.
    func excludes(_ name: EntryName) -> Bool {
        guard !exclude.isEmpty else { return false }
        let parts = name.parts
        return parts.indices.contains { end in
            let path = EntryName(joining: parts[...end])
            return exclude.contains { path.matches($0) || parts[end].matches($0) }
        }
    }
}
