package import JSON
package import Vocabulary

/// The placeholders of a narrative that stand for nothing, all of them.
package struct NarrativeError: Error, Hashable, CustomStringConvertible {
    package struct Diagnostic: Sendable, Hashable {
        package let place: TextLocation
        /// What is wrong, and what was expected.
        package let message: String
    }

    /// The researcher's own file where it is there, else the copy in the results folder.
    package let file: String
    /// In the order of the text; at least one.
    package let problems: [Diagnostic]

    package var description: String {
        problems.map { "\(file):\($0.place): \($0.message)" }.joined(separator: "\n")
    }
}
