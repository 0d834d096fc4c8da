import SourceVersion

/// The versions that results record.
package enum CodeVersion {
    /// The program's version.
    package static let program = "0.1.0"
    /// The Git commit that the program was built from, with `-dirty` at its end if sources had been
    /// changed since; nil if it is not known.
    package static let commit = SourceCommit.hash
    /// The program's version and commit as one text, for messages.
    package static let text = "\(ProgramVersion(program, commit: commit ?? "unknown"))"
    /// The engine's version, which is part of every trial's key. It is raised if the same settings
    /// would give other numbers.
    package static let engine = 5
}
