package import Tensors

/// A checkpoint that does not fit a network, with all that is missing or of another shape.
package struct WeightsMismatch: Error, Hashable, CustomStringConvertible {
    /// An entry of another shape than the network's.
    package struct Difference: Sendable, Hashable {
        package let name: String
        package let expected: Shape
        package let got: Shape
    }

    package let path: String
    /// The network's.
    package let kind: String
    /// Names of parameters.
    package let missing: [String]
    package let differing: [Difference]

    package var isEmpty: Bool { missing.isEmpty && differing.isEmpty }

    package var description: String {
        var parts: [String] = []
        if !missing.isEmpty {
            parts.append("\(missing.count) missing: \(shortened(missing))")
        }
        if !differing.isEmpty {
            let words = differing.map { "\($0.name) (expected \($0.expected); got \($0.got))" }
            parts.append("\(differing.count) of another shape: \(shortened(words))")
        }
        return "\(path): does not fit \(kind): \(parts.joined(separator: "; ")); "
            + "'study weights inspect' lists what it holds"
    }
}

/// The first ten, and how many more there are.
package func shortened(_ names: [String]) -> String {
    let shown = names.prefix(10).joined(separator: ", ")
    return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
}
