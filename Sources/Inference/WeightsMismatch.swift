import Tensors

/// An error for a checkpoint that does not fit a network. It lists all parameters that are missing
/// or have a different shape.
package struct WeightsMismatch: Error, Hashable, CustomStringConvertible {
    /// A tensor of the checkpoint whose shape differs from the network's parameter.
    package struct Difference: Sendable, Hashable {
        /// The name of the network's parameter.
        package let name: String
        let expected: Shape
        let got: Shape
    }

    let path: String
    /// The kind of the network.
    package let kind: String
    /// The names of parameters that the checkpoint does not contain.
    package let missing: [String]
    /// The parameters that have a different shape in the checkpoint.
    package let differing: [Difference]

    var isEmpty: Bool { missing.isEmpty && differing.isEmpty }

    package var description: String {
        var parts: [String] = []
        if !missing.isEmpty {
            parts.append("\(missing.count) missing: \(shortened(missing))")
        }
        if !differing.isEmpty {
            let words = differing.map { "\($0.name) (expected \($0.expected); got \($0.got))" }
            parts.append("\(differing.count) with a different shape: \(shortened(words))")
        }
        return "\(path): does not fit \(kind): \(parts.joined(separator: "; ")); "
            + "'study weights inspect' lists its contents"
    }
}

/// The first ten names, joined, and the number of the others.
package func shortened(_ names: [String]) -> String {
    let shown = names.prefix(10).joined(separator: ", ")
    return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
}
