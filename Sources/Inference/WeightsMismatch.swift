import Networks
import Tensors
package import Weights

/// An error for a checkpoint that does not fit a network. It lists all parameters that are missing,
/// cannot be read or have a different shape.
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
    /// The entries for parameters that cannot be read.
    package let unreadable: [UnreadableEntry]
    /// The names of several state dicts, each of which fits; empty if one is chosen.
    package let ambiguous: [String]
    /// The entries of another network: they are within the modules of this one, and every parameter
    /// of this one fits.
    package let strangers: [String]
    /// True for a checkpoint without any tensor.
    let hasNoTensors: Bool

    /// Compares the entries of a checkpoint with the parameters that must be loaded. Counters may
    /// be missing.
    init(_ file: any WeightsFile, kind: String, _ named: NamedEntries, _ wanted: [Parameter]) {
        path = file.path
        self.kind = kind
        hasNoTensors = file.entries.isEmpty && file.unreadable.allSatisfy { $0.extents == nil }
        let needed = wanted.filter { $0.role != .counter }
        missing = needed.filter { parameter in
            named.entries[parameter.name] == nil && named.unreadable[parameter.name] == nil
        }.map(\.name)
        differing = needed.compactMap { parameter in
            guard let entry = named.entries[parameter.name], entry.shape != parameter.shape else {
                return nil
            }
            return Difference(name: entry.name, expected: parameter.shape, got: entry.shape)
        }
        unreadable = needed.compactMap { named.unreadable[$0.name] }
        let fits = missing.isEmpty && differing.isEmpty && unreadable.isEmpty
        strangers = fits ? named.strangers : []
        ambiguous =
            fits && strangers.isEmpty && named.isAmbiguous
            ? [named.entry] + named.alternatives : []
        prefix = named.prefix
    }

    private let prefix: String

    var isEmpty: Bool {
        missing.isEmpty && differing.isEmpty && unreadable.isEmpty && strangers.isEmpty
            && ambiguous.isEmpty
    }

    /// The way to choose one of several state dicts.
    static let choice = "to choose, set --entry NAME, or \"entry\" in the network of a study"

    package var description: String {
        guard ambiguous.isEmpty else {
            let names = ambiguous.map { "'\($0)'" }.joined(separator: ", ")
            return "\(path): contains several state dicts that fit \(kind): \(names); "
                + Self.choice
        }
        return "\(path): does not fit \(kind): \(problems.joined(separator: "; ")); "
            + "'study weights inspect' lists its contents"
    }

    private var problems: [String] {
        guard !hasNoTensors || !unreadable.isEmpty else { return ["it contains no tensors"] }
        var parts: [String] = []
        if !missing.isEmpty {
            parts.append("\(missing.count) missing: \(shortened(missing))")
        }
        if !differing.isEmpty {
            let words = differing.map { "\($0.name) (expected \($0.expected); got \($0.got))" }
            parts.append("\(differing.count) with a different shape: \(shortened(words))")
        }
        if !unreadable.isEmpty {
            let words = unreadable.map { "\($0.name) (\($0.reason))" }
            parts.append("\(unreadable.count) cannot be read: \(shortened(words))")
        }
        if !strangers.isEmpty {
            parts.append(
                "it has \(strangers.count) more entries in \(shortened(strangerModules)), "
                    + "so it is of another network")
        }
        return parts
    }

    /// The outermost modules of the entries of another network, in the order of the file.
    private var strangerModules: [String] {
        var modules: [String] = []
        for name in strangers {
            let module = String(name.dropFirst(prefix.count).prefix { $0 != "." })
            if !modules.contains(module) { modules.append(module) }
        }
        return modules
    }
}

/// The first ten names, joined, and the number of the others.
package func shortened(_ names: [String]) -> String {
    let shown = names.prefix(10).joined(separator: ", ")
    return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
}
