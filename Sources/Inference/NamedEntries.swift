package import Networks
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
    /// The names of the entries that do not belong to the network.
    package private(set) var others: [String] = []
    /// The other state dicts that fit as well, without their final dot.
    package private(set) var alternatives: [String] = []
    /// True if no rule decides between the state dict and the alternatives.
    package private(set) var isAmbiguous = false

    /// Finds the state dict of a network in a file.
    /// - Parameter head: the parameters of the last layer.
    package init(_ file: any WeightsFile, for parameters: [Parameter], head: [Parameter] = []) {
        let search = StateDictSearch(file, parameters, head: head)
        guard let found = search.best else {
            others = file.names
            return
        }
        entries = found.dict.entries
        unreadable = found.dict.unreadable
        prefix = found.dict.prefix
        naming = found.dict.naming
        alternatives = found.alternatives.map { Self.title($0.prefix) }
        isAmbiguous = found.isAmbiguous
        others = file.names.filter { !found.sources.contains($0) }
    }

    /// The prefix as the name of an entry.
    var entry: String { Self.title(prefix) }

    private static func title(_ prefix: String) -> String {
        prefix.hasSuffix(".") ? String(prefix.dropLast()) : prefix
    }
}
