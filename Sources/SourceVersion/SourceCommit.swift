/// The Git commit of the sources that the program was built from.
package enum SourceCommit {
    /// The commit's hash, with `-dirty` at its end if sources had been changed since; nil if it is
    /// not known.
    ///
    /// It is never inlined into other modules: they need not be compiled again when the commit
    /// changes.
    package static var hash: String? {
        @inline(never) get { generatedCommit.isEmpty ? nil : generatedCommit }
    }
}
