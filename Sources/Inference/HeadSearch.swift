import Tensors
import Weights

/// The search for the last layer of a network among the entries of a checkpoint that have no other
/// use, such as `head.fc` beside `backbone.conv1`.
struct HeadSearch {
    /// A linear layer: its name, and the entries of its weight and bias.
    struct Candidate {
        let name: String
        let weight: WeightsEntry
        let bias: WeightsEntry
    }

    private let entries: [WeightsEntry]
    private let byName: [String: WeightsEntry]
    private let prefix: [Substring]

    /// - Parameters:
    ///   - unused: the names of the entries that have no other use.
    ///   - prefix: the part of the names before those of the other layers.
    init(_ file: any WeightsFile, _ unused: [String], prefix: String) {
        let names = Set(unused)
        entries = file.entries.filter { names.contains($0.name) }
        byName = Dictionary(entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.prefix = prefix.split(separator: ".")
    }

    /// The linear layers with this number of inputs; of layers in several places, those that are
    /// nearest to the other layers of the network.
    func candidates(features: Int) -> [Candidate] {
        let found = entries.compactMap { candidate($0, features: features) }
        let nearest = found.map { shared($0.name) }.max()
        return found.filter { shared($0.name) == nearest }
    }

    private func candidate(_ weight: WeightsEntry, features: Int) -> Candidate? {
        let suffix = ".weight"
        guard weight.name.hasSuffix(suffix), weight.shape.rank == 2, weight.shape[1] == features
        else { return nil }
        let name = String(weight.name.dropLast(suffix.count))
        guard let bias = byName[name + ".bias"], bias.shape == [weight.shape[0]],
            !isOneOfSeveral(name, weight)
        else { return nil }
        return Candidate(name: name, weight: weight, bias: bias)
    }

    /// The number of parts at the beginning of a name that are those of the prefix.
    private func shared(_ name: String) -> Int {
        zip(name.split(separator: "."), prefix).prefix { $0 == $1 }.count
    }

    /// True for a layer of a module with other linear layers, such as a projection of two layers:
    /// alone it is not the function of the module.
    private func isOneOfSeveral(_ name: String, _ weight: WeightsEntry) -> Bool {
        let parts = name.split(separator: ".").dropLast()
        guard !parts.isEmpty, !prefix.starts(with: parts) else { return false }
        let module = parts.joined(separator: ".") + "."
        return entries.contains {
            $0.shape.rank == 2 && $0.name != weight.name && $0.name.hasPrefix(module)
        }
    }
}
