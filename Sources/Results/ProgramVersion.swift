/// A version of the program, and the Git commit that it was built from.
package struct ProgramVersion: Sendable, Hashable, CustomStringConvertible {
    package let version: String
    /// The full hash, with `-dirty` at its end if sources had been changed since; nil if it is not
    /// known.
    package let commit: String?

    package init(_ version: String, commit: String?) {
        self.version = version
        self.commit = commit
    }

    /// The version and the commit, as in `0.1.0 (commit e35f557f0d3c)`; the version alone if the
    /// commit is not known.
    package var description: String {
        guard let commit else { return version }
        let isDirty = commit.hasSuffix("-dirty")
        return "\(version) (commit \(commit.prefix(12))\(isDirty ? "-dirty" : ""))"
    }
}
