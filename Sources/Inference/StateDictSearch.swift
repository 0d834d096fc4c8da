import Networks
import Tensors
import Weights

/// The search for the state dict of a network among the entries of a checkpoint.
struct StateDictSearch {
    /// A state dict: the entries with a common prefix whose names are those of parameters.
    struct StateDict {
        let prefix: String
        let naming: ParameterNaming
        var entries: [String: WeightsEntry] = [:]
        var unreadable: [String: UnreadableEntry] = [:]
        /// The names in the file.
        var sources: [String] = []
        /// The number of parameters with a fitting shape; the count of batch norms is not included.
        var fitting = 0
        /// The number of those that do not belong to the last layer.
        var fittingBackbone = 0

        var count: Int { entries.count + unreadable.count }

        fileprivate mutating func fits(_ parameter: Parameter, isHead: Bool) {
            guard parameter.role != .counter else { return }
            fitting += 1
            if !isHead { fittingBackbone += 1 }
        }
    }

    private struct Key: Hashable {
        let prefix: String
        let naming: ParameterNaming
    }

    private let parameters: [String: Parameter]
    private let head: [String]
    /// The number of parameters outside of the last layer.
    private let backbone: Int
    /// The outermost modules of the network, without that of the last layer.
    private let modules: Set<Substring>
    private var dicts: [Key: StateDict] = [:]
    /// The entries in these modules that are no parameters of the network.
    private var strangers: [Key: [String]] = [:]

    init(_ file: any WeightsFile, _ parameters: [Parameter], head: [Parameter]) {
        self.parameters = Dictionary(
            parameters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let headNames = head.map(\.name)
        self.head = headNames
        backbone = parameters.count { $0.role != .counter && !headNames.contains($0.name) }
        modules = Set(parameters.map { Self.module($0.name) })
            .subtracting(headNames.map(Self.module))
        for entry in file.unreadable {
            matches(entry.name) { dict, parameter in
                guard dict.unreadable[parameter.name] == nil else { return }
                dict.unreadable[parameter.name] = entry
                // The state dict is chosen as if the tensor could be read.
                dict.fits(parameter, isHead: headNames.contains(parameter.name))
            }
        }
        for entry in file.entries {
            matches(entry.name) { dict, parameter in
                guard dict.unreadable[parameter.name] == nil, dict.entries[parameter.name] == nil
                else { return }
                dict.sources.append(entry.name)
                let fitted = entry.fitted(to: parameter)
                // A counter of another shape is the same as a missing counter.
                guard fitted != nil || parameter.role != .counter else { return }
                dict.entries[parameter.name] = fitted ?? entry
                if fitted != nil {
                    dict.fits(parameter, isHead: headNames.contains(parameter.name))
                }
            }
        }
    }

    private static func module(_ name: String) -> Substring { name.prefix { $0 != "." } }

    /// The largest number of parts of a parameter's name, also in other programs.
    private static let maximumParts = 16

    /// Adds an entry to each state dict in which it can be a parameter: one for each part of its
    /// name with which the name of the parameter can begin.
    private mutating func matches(_ name: String, _ add: (inout StateDict, Parameter) -> Void) {
        let dots = name.indices.filter { name[$0] == "." }
        let starts = [name.startIndex] + dots.map { name.index(after: $0) }
        for start in starts.suffix(Self.maximumParts) {
            let rest = String(name[start...])
            for naming in ParameterNaming.allCases {
                let targets = naming.torchvisionNames(of: rest, head: head)
                let found = targets.compactMap { parameters[$0] }
                let isOther = found.isEmpty && targets.contains(where: isStranger)
                guard isOther || !found.isEmpty else { continue }
                let key = Key(prefix: String(name[..<start]), naming: naming)
                if isOther { strangers[key, default: []].append(name) }
                for parameter in found {
                    add(
                        &dicts[key, default: StateDict(prefix: key.prefix, naming: naming)],
                        parameter)
                }
            }
        }
    }

    /// True for the name of an entry within the network that is no parameter of it, so that the
    /// entry is of another network.
    private func isStranger(_ name: String) -> Bool {
        name.contains(".") && modules.contains(Self.module(name)) && !NamedEntries.isCounter(name)
    }

    /// The entries in the modules of the network that are no parameters of it.
    func strangers(_ dict: StateDict) -> [String] {
        strangers[Key(prefix: dict.prefix, naming: dict.naming)] ?? []
    }

    /// The state dict that fits best, and the others that fit as well.
    ///
    /// `sources` are the names of the entries in all of them.
    var best: (dict: StateDict, alternatives: [StateDict], isAmbiguous: Bool, sources: Set<String>)?
    {
        let order = ParameterNaming.allCases
        // Of each prefix, the naming that fits best.
        let byPrefix = Dictionary(grouping: dicts.values, by: \.prefix).values.compactMap { dicts in
            dicts.max {
                ($0.fitting, $0.count, order.firstIndex(of: $1.naming) ?? 0)
                    < ($1.fitting, $1.count, order.firstIndex(of: $0.naming) ?? 0)
            }
        }
        guard let most = byPrefix.map(score).max() else { return nil }
        let fitting = byPrefix.filter { score($0) == most }
        let shared = Self.sharedParts(fitting.map(\.prefix))
        let ranked = fitting.map { (dict: $0, rank: Self.rank($0.prefix, after: shared)) }
            .sorted { ($0.rank, $0.dict.prefix) < ($1.rank, $1.dict.prefix) }
        let first = ranked[0]
        // Several names for the same tensors are no alternatives.
        let others = ranked.dropFirst().filter { !Self.areSame($0.dict, first.dict) }
        return (
            first.dict, others.map(\.dict), others.contains { $0.rank == first.rank },
            Set(fitting.flatMap(\.sources))
        )
    }

    private struct Score: Comparable {
        /// 1 for a state dict with every layer but the last, and without those of another network.
        let own: Int
        let fitting: Int
        let count: Int

        static func < (one: Score, other: Score) -> Bool {
            (one.own, one.fitting, one.count) < (other.own, other.fitting, other.count)
        }
    }

    private func score(_ dict: StateDict) -> Score {
        let isOwn = dict.fittingBackbone == backbone && strangers(dict).isEmpty
        return Score(own: isOwn ? 1 : 0, fitting: dict.fitting, count: dict.count)
    }

    private static func areSame(_ one: StateDict, _ other: StateDict) -> Bool {
        one.entries.mapValues(\.bytes) == other.entries.mapValues(\.bytes)
            && one.unreadable.isEmpty && other.unreadable.isEmpty
    }

    private static func parts(_ prefix: String) -> [Substring] { prefix.split(separator: ".") }

    /// The number of parts at the beginning that all prefixes share.
    private static func sharedParts(_ prefixes: [String]) -> Int {
        guard var shared = prefixes.first.map(parts) else { return 0 }
        for prefix in prefixes.map(parts) {
            shared = Array(zip(shared, prefix).prefix { $0 == $1 }.map(\.0))
        }
        return shared.count
    }

    /// The names under which programs store the network itself.
    private static let ordinary: Set<Substring> = [
        "state_dict", "model_state_dict", "model_state", "model", "module", "net", "network",
        "weights",
    ]

    /// The order in which state dicts are chosen: those without a name, those with the usual names,
    /// others, and averages of the weights at last.
    private static func rank(_ prefix: String, after shared: Int) -> Int {
        let rest = parts(prefix).dropFirst(shared)
        guard let first = rest.first else { return 0 }
        if rest.contains(where: { isAverage($0) }) { return 3 }
        return ordinary.contains(first) ? 1 : 2
    }

    /// True for the names of averages of the weights over the training, such as `state_dict_ema`.
    private static func isAverage(_ part: Substring) -> Bool {
        let words = part.lowercased().split { !$0.isLetter }
        return words.contains { ["ema", "swa", "averaged", "average", "avg"].contains($0) }
            || part.lowercased().hasSuffix("ema") || part.lowercased().hasPrefix("ema")
    }
}

extension WeightsEntry {
    /// The entry in the shape of a parameter. A convolution that spans its whole input is the same
    /// as a linear layer, and a counter may have any shape of one element. Nil if the entry does
    /// not fit.
    func fitted(to parameter: Parameter) -> WeightsEntry? {
        if shape == parameter.shape { return self }
        if parameter.role == .counter { return reshaped(to: parameter.shape) }
        guard shape.rank == 4, parameter.shape.rank == 2, shape[0] == parameter.shape[0] else {
            return nil
        }
        return reshaped(to: parameter.shape)
    }
}
