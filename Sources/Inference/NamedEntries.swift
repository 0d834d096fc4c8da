package import Networks
import Tensors
package import Weights

/// The entries of a checkpoint under the names of a network's parameters.
///
/// The state dict of the network may be anywhere in the file: the part of the names before the
/// names of the parameters is the prefix. The state dict that fits best is used.
package struct NamedEntries {
    /// The entries by the names of the network's parameters; other entries are omitted.
    package private(set) var entries: [String: WeightsEntry] = [:]
    /// The entries that cannot be read, by the names of the network's parameters.
    package private(set) var unreadable: [String: UnreadableEntry] = [:]
    /// The part of the names before those of the parameters, such as `state_dict.module.`.
    package private(set) var prefix = ""
    /// The program whose names the file has.
    package private(set) var naming = ParameterNaming.torchvision
    /// The names of the entries that do not belong to the network, without counters.
    package private(set) var others: [String] = []
    /// The other state dicts that fit as well, without their final dot.
    package private(set) var alternatives: [String] = []
    /// True if no rule decides between the state dict and the alternatives.
    package private(set) var isAmbiguous = false
    /// The entries within the modules of the network that are no parameters of it: the file is of
    /// another network.
    package private(set) var strangers: [String] = []
    /// The name of the last layer in the file, if it is not that of the network.
    package private(set) var otherHead: String?
    /// The names of several layers of which each could be the last, if the network's own name is
    /// missing.
    package private(set) var headCandidates: [String] = []

    /// Finds the state dict of a network in a file.
    /// - Parameters:
    ///   - head: the parameters of the last layer.
    ///   - findsHead: true if the last layer may have any name.
    package init(
        _ file: any WeightsFile, for parameters: [Parameter], head: [Parameter] = [],
        findsHead: Bool = true
    ) {
        let search = StateDictSearch(file, parameters, head: head)
        guard let found = search.best else {
            others = file.names.filter { !Self.isCounter($0) }
            return
        }
        entries = found.dict.entries
        unreadable = found.dict.unreadable
        prefix = found.dict.prefix
        naming = found.dict.naming
        alternatives = found.alternatives.map { Self.title($0.prefix) }
        isAmbiguous = found.isAmbiguous
        strangers = search.strangers(found.dict)
        others = file.names.filter { !found.sources.contains($0) && !Self.isCounter($0) }
        if findsHead { findHead(file, head) }
    }

    /// Looks for the last layer under another name if the network's own name is missing.
    private mutating func findHead(_ file: any WeightsFile, _ head: [Parameter]) {
        let isMissing = head.allSatisfy { entries[$0.name] == nil && unreadable[$0.name] == nil }
        guard head.count == 2, head[0].shape.rank == 2, isMissing else { return }
        let unused = others.filter { name in !alternatives.contains { isWithin($0, name) } }
        let candidates = HeadSearch(file, unused, prefix: prefix)
            .candidates(features: head[0].shape[1])
        guard candidates.count == 1 else {
            headCandidates = candidates.map(\.name)
            return
        }
        let found = candidates[0]
        otherHead = found.name
        entries[head[0].name] = found.weight
        entries[head[1].name] = found.bias
        others.removeAll { $0 == found.weight.name || $0 == found.bias.name }
    }

    /// True for the name of an entry beside another state dict, which does not contain the chosen
    /// one.
    private func isWithin(_ alternative: String, _ name: String) -> Bool {
        let start = alternative + "."
        return !alternative.isEmpty && name.hasPrefix(start) && !prefix.hasPrefix(start)
    }

    /// True for the names of counters, on which the output of a network does not depend: those of
    /// batch norms, and those that the program `thop` adds to every layer.
    static func isCounter(_ name: String) -> Bool {
        let last = name.split(separator: ".").last
        return ["num_batches_tracked", "total_ops", "total_params"].contains(last)
    }

    /// The prefix as the name of an entry.
    var entry: String { Self.title(prefix) }

    private static func title(_ prefix: String) -> String {
        prefix.hasSuffix(".") ? String(prefix.dropLast()) : prefix
    }
}
