/// An error that prevents the explanation of predictions.
package struct ExplanationError: Error, Hashable, CustomStringConvertible {
    package let description: String

    /// Creates an error with the message that the user reads.
    package init(description: String) { self.description = description }
}
