import SourceVersion

/// The versions that results name.
package enum CodeVersion {
    /// The program's version.
    package static let program = "0.1.0"
    /// The Git commit that the program was built from, with `-dirty` at its end if sources had been
    /// changed since; nil if it is not known.
    package static let commit = SourceCommit.hash
    /// The program's version and commit, for people.
    package static let text = "\(ProgramVersion(program, commit: commit ?? "unknown"))"
    /// Raised when the same settings would no longer give the same numbers; part of every trial's
    /// key.
    package static let engine = 5
}
