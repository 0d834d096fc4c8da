/// The Git commit of the sources from which the program was built.
package enum SourceCommit {
    /// The hash of the commit, with the suffix `-dirty` if the sources differ from the commit; nil
    /// if it is unknown.
    ///
    /// The getter is never inlined into other modules, so that they are not compiled again when the
    /// commit changes.
    package static var hash: String? {
        @inline(never) get { generatedCommit.isEmpty ? nil : generatedCommit }
    }
}
