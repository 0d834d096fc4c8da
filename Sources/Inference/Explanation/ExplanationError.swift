/// Why predictions cannot be explained.
package struct ExplanationError: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
}
