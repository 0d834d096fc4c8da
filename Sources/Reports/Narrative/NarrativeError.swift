package import Settings

/// A placeholder of a narrative that stands for nothing.
package struct NarrativeError: Error, Hashable, CustomStringConvertible {
    package let file: String
    package let place: Place
    /// What is wrong, and what was expected.
    package let message: String

    package var description: String { "\(file):\(place): \(message)" }
}
