package import JSON
import Vocabulary

/// The unknown placeholders of a narrative, all of them at once.
package struct NarrativeError: Error, Hashable, CustomStringConvertible {
    /// An error in one placeholder.
    package struct Diagnostic: Sendable, Hashable {
        /// The line and column of the placeholder.
        package let location: TextLocation
        /// The error, and the expected text.
        package let message: String
    }

    /// The researcher's own file if it exists, otherwise the copy in the results folder.
    package let file: String
    /// The errors in the order of the text; at least one.
    package let diagnostics: [Diagnostic]

    package var description: String {
        diagnostics.map { "\(file):\($0.location): \($0.message)" }.joined(separator: "\n")
    }
}
