import JSON
import Vocabulary

/// Reads the settings of a trial from a value, and gathers whatever is wrong with it.
struct TrialReader {
    let catalog: Catalog
    /// Makes a written path absolute.
    let resolve: (String, Problem.Source) -> String
    /// The keys that the message on an unknown one lists.
    let listedKeys: [String]
    /// Each once, in the order found.
    private(set) var problems: [Problem] = []
    private var known: Set<Problem> = []
    /// How often something was reported, known or new.
    private var reportCount = 0

    init(
        catalog: Catalog, listedKeys: [String] = TrialReader.keys,
        resolve: @escaping (String, Problem.Source) -> String
    ) {
        self.catalog = catalog
        self.listedKeys = listedKeys
        self.resolve = resolve
    }

    static let keys = ["dataset", "training", "network", "schedule", "seed"]

    /// The settings, or nil when anything is wrong with them.
    mutating func trial(_ node: Node) -> TrialSettings? {
        let count = reportCount
        guard let members = object(node, known: Self.keys, listed: listedKeys) else {
            return nil
        }
        let dataset = required("dataset", in: node, "an object with the path of the images") {
            $0.dataset($1)
        }
        let training = required("training", in: node, "an object with epochs and optimizer") {
            $0.training($1)
        }
        let network = required("network", in: node, expected(catalog.network)) { $0.network($1) }
        let schedule = configuration(members["schedule"], catalog.schedule, "schedule", in: node)
        let seed = value(members["seed"], Catalog.seed, default: 1)?.double
        guard reportCount == count, let dataset, let training, let network, let schedule, let seed
        else { return nil }
        return TrialSettings(
            dataset: dataset, training: training, network: network, schedule: schedule,
            seed: UInt64(seed))
    }

    private mutating func training(_ node: Node) -> TrainingSettings? {
        let plain = catalog.trainingSettings
        let beside = ["optimizer", "loss", "sampler", "pruning"]
        guard let members = object(node, known: plain.map(\.name) + beside) else { return nil }
        let values = settings(node, plain)
        let optimizer = configuration(
            members["optimizer"], catalog.optimizer, "optimizer", in: node)
        let loss = configuration(members["loss"], catalog.loss, "loss", in: node)
        let sampler = optional(members["sampler"]) { $0.configuration($1, $0.catalog.sampler) }
        let pruning = optional(members["pruning"]) { $0.configuration($1, $0.catalog.pruningRule) }
        guard let values, let optimizer, let loss, let sampler, let pruning else { return nil }
        return TrainingSettings(
            epochs: values.integer("epochs"), batchSize: values.integer("batchSize"),
            shuffle: values.boolean("shuffle"), precision: values.string("precision"),
            threads: values.integer("threads"), optimizer: optimizer, loss: loss,
            monitor: values.string("monitor"),
            patience: values.optionalNumber("patience").map { Int($0) }, sampler: sampler,
            pruning: pruning)
    }

    mutating func report(_ problem: Problem) {
        reportCount += 1
        if known.insert(problem).inserted { problems.append(problem) }
    }
}

// MARK: - Parts that every section is made of

extension TrialReader {
    /// The members of an object by key; reports other types and unknown keys.
    /// - Parameter owner: the kind that the settings are of, for the message.
    mutating func object(
        _ node: Node, known: [String], listed: [String]? = nil, owner: String = ""
    ) -> [String: Node]? {
        if node.isBroken { return nil }
        guard let members = node.members else {
            report(node.problem(.value(.type(expected: "an object", got: node.json))))
            return nil
        }
        for member in members where !known.contains(member.key) {
            if let new = RenamedSettings.newName(of: member.origin.path) {
                report(
                    Problem(
                        member.origin.source, path: member.origin.path, .renamed(to: new)))
                continue
            }
            let issue = Problem.Issue.unknownKey(member.key, of: owner, known: listed ?? known)
            report(Problem(member.origin.source, path: member.origin.path, issue))
        }
        return Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
    }

    /// Reports an absent key, else reads it.
    mutating func required<T>(
        _ key: String, in node: Node, _ expected: String, read: (inout TrialReader, Node) -> T?
    ) -> T? {
        if let value = node[key] { return read(&self, value) }
        missing(key, in: node, expected)
        return nil
    }

    /// Reads a value that may be absent or null; nil after a report.
    private mutating func optional<T>(
        _ node: Node?, read: (inout TrialReader, Node) -> T?
    ) -> T?? {
        guard let node, !(node.json.isNull && !node.isBroken) else { return .some(nil) }
        return read(&self, node).map { .some($0) }
    }

    mutating func missing(_ key: String, in node: Node, _ expected: String) {
        let path = node.origin.path.appending(key)
        report(Problem(node.origin.source, path: path, .missing(key: key, expected: expected)))
    }

    /// The values of plain settings, with defaults; nil when any of them is wrong.
    mutating func settings(_ node: Node, _ settings: [Setting]) -> SettingValues? {
        var values: [String: JSONValue] = [:]
        var isValid = true
        for setting in settings {
            if let given = node[setting.name] {
                let value = value(given, setting)
                isValid = isValid && value != nil
                values[setting.name] = value
            } else if let fallback = setting.fallback {
                values[setting.name] = fallback
            } else {
                missing(setting.name, in: node, setting.kind.expectation)
                isValid = false
            }
        }
        return isValid ? SettingValues(values) : nil
    }

    private mutating func value(_ node: Node, _ setting: Setting) -> JSONValue? {
        if node.json == .null, setting.fallback == .null, !node.isBroken { return .null }
        return value(node, setting.kind, default: .null)
    }

    mutating func value(_ node: Node?, _ kind: Setting.Kind, default fallback: JSONValue)
        -> JSONValue?
    {
        guard let node else { return fallback }
        if node.isBroken { return nil }
        if let fault = kind.fault(in: node.json) {
            report(node.problem(.value(fault)))
            return nil
        }
        return node.json
    }

    func expected(_ family: Catalog.Family) -> String {
        "one of " + family.kinds.map { JSONValue.string($0.kind).canonical }.joined(separator: ", ")
    }

    /// A kind and its settings: `{"kind": "step", "every": 2}`, or `"step"`.
    /// - Parameters:
    ///   - key: what `owner` calls it, for when it is absent and has no default.
    ///   - beside: keys besides those of the kind, which the caller reads.
    mutating func configuration(
        _ node: Node?, _ family: Catalog.Family, _ key: String, in owner: Node,
        beside: [String] = []
    ) -> Configuration? {
        if let node { return configuration(node, family, beside: beside) }
        guard let fallback = family.fallback, family.kind(fallback) != nil else {
            missing(key, in: owner, expected(family))
            return nil
        }
        let node = Node(.scalar(.string(fallback)), owner.origin)
        return configuration(node, family, beside: beside)
    }

    mutating func configuration(
        _ node: Node, _ family: Catalog.Family, beside: [String] = []
    ) -> Configuration? {
        if node.isBroken { return nil }
        var object = node
        if case .scalar(.string) = node.content {
            object.content = .object([Node.Member(key: "kind", origin: node.origin, value: node)])
        }
        guard let members = object.members else {
            let wanted = "a \(family.noun)'s kind or an object with its \"kind\""
            report(node.problem(.value(.type(expected: wanted, got: node.json))))
            return nil
        }
        guard let kind = members.first(where: { $0.key == "kind" })?.value else {
            missing("kind", in: node, expected(family))
            return nil
        }
        guard let name = value(kind, .string, default: .null)?.text else { return nil }
        guard let description = family.kind(name) else {
            let known = family.kinds.map(\.kind)
            report(kind.problem(.unknownKind(name, noun: family.noun, known: known)))
            return nil
        }
        let known = description.settings.map(\.name) + beside
        let owner = "\(family.noun) '\(name)'"
        guard self.object(object, known: ["kind"] + known, listed: known, owner: owner) != nil,
            let values = settings(object, description.settings)
        else { return nil }
        return Configuration(kind: name, values: values)
    }
}
