package import JSON
package import Vocabulary

/// The network, its initial weights and the layers to train.
package struct NetworkSettings: DeclaredSettings, Hashable {
    /// The trained layers: all, the head, or a layer and all layers after it.
    package enum Trained: Sendable, Hashable {
        case all
        case head
        case from(String)
    }

    /// The kind of the network and its own settings, such as `dropout`.
    package var configuration = Configuration(kind: "", values: SettingValues([:]))
    /// The initial weights: nil for random weights, `"imagenet"`, or the absolute path of a
    /// checkpoint.
    package var weights: String?
    /// The entry of the checkpoint that contains the state dict, such as `state_dict_ema`; nil: it
    /// is found by the names and shapes.
    package var entry: String?
    /// The layers to train; the others are frozen.
    package var train = Trained.all
    /// The classifier that replaces the network's own.
    package var head = Configuration(kind: "torchvision", values: SettingValues([:]))
    /// The number type that the features of the frozen part are stored in.
    package var featurePrecision = FeaturePrecision.float32
    /// The number of epochs after which the frozen part is trained, too; nil: it stays frozen.
    package var unfreezeEpoch: Int?

    /// The settings that are common to all kinds of networks.
    static let fields: [Field<Self>] = [
        // The key contains the digest of the checkpoint instead.
        Field(
            "weights", \.weights, written: .always, effect: .none, isShared: true, json: \.json,
            schema: { _ in weightsSchema }, value: { $0.checkpoint($1) }),
        Field(
            "entry", \.entry,
            "The entry of the checkpoint that contains the weights, such as \"state_dict_ema\"; null: they are found by their names and shapes."
        ),
        Field(
            "train", \.train, written: .always, isShared: true, json: \.json,
            schema: { _ in Trained.schema }, value: { $0.trained($1) }),
        Field("head", \.head, kindOf: .head, written: .always, "The classifier of the network."),
        Field(
            "featurePrecision", \.featurePrecision,
            "The number type that the features of frozen layers are stored in; float16 halves the space."
        ),
        Field(
            "unfreezeEpoch", \.unfreezeEpoch, in: 1...Int.max,
            "The number of epochs after which the frozen layers are trained, too; null: they stay frozen."
        ),
    ]

    init() {}

    package init(_ configuration: Configuration, head: Configuration, weights: String? = nil) {
        self.configuration = configuration
        self.head = head
        self.weights = weights
    }

    /// The architecture without initial weights and without the choice of trained layers: the kind,
    /// its settings and the head.
    package var architecture: JSONValue {
        var json = configuration.json
        json["head"] = head.json
        return json
    }

    /// Reads an architecture that `architecture` has written.
    /// - Parameter file: the name of the file in errors.
    /// - Throws: all errors in the settings.
    package init(architecture: JSONValue, catalog: Catalog, file: String) throws(StudyErrors) {
        self = try TrialReader.read(architecture, catalog: catalog, file: file) { $0.network($1) }
    }

    var json: JSONValue { .object((configuration.json.members ?? []) + members) }

    private static let weightsSchema: JSONValue = [
        "description": .string(
            "The initial weights: null for random weights from the seed, \"imagenet\" for torchvision's "
                + "ImageNet weights, or the path of a checkpoint."),
        "anyOf": [
            ["type": "null"], ["const": "imagenet"],
            ["type": "string", "pattern": "[./~$]"],
        ],
    ]
}

extension NetworkSettings.Trained {
    fileprivate var json: JSONValue {
        switch self {
        case .all: "all"
        case .head: "head"
        case .from(let layer): ["from": .string(layer)]
        }
    }

    fileprivate static let schema: JSONValue = [
        "description": .string(
            "The layers that are trained: all of them, the head, or a layer and all layers after it."
        ),
        "default": "all",
        "anyOf": [
            ["enum": ["all", "head"]],
            Schema.object(
                [.init("from", ["type": "string", "minLength": 1])], required: ["from"]),
        ],
    ]
}

// MARK: - Reading

extension TrialReader {
    mutating func network(_ node: LocatedJSON) -> NetworkSettings? {
        var settings = NetworkSettings()
        let configuration = configuration(node, .network, beside: NetworkSettings.names)
        let invalid = fill(&settings, from: node)
        guard let configuration, invalid.isEmpty else { return nil }
        settings.configuration = configuration
        return settings
    }

    /// - Returns: `.some(nil)` for `null` (random weights); nil if an error was reported.
    fileprivate mutating func checkpoint(_ node: LocatedJSON) -> String?? {
        switch node.content {
        case .scalar(.null): return .some(nil)
        case .scalar(.string("imagenet")): return "imagenet"
        // The contents of the file determine its format; a name without a dot or a slash is more
        // likely a misspelling of "imagenet".
        case .scalar(.string(let text))
        where text.contains { "./~$\\".contains($0) } && !text.contains("://"):
            return absolutePath(node).map { .some($0) }
        case .broken: break
        case .scalar(.string(let text)): report(node.diagnostic(.weights(text)))
        default: report(node.diagnostic(.value(.type(expected: "a string", got: node.json))))
        }
        return nil
    }

    fileprivate mutating func trained(_ node: LocatedJSON) -> NetworkSettings.Trained? {
        switch node.content {
        case .broken: return nil
        case .scalar(.string("all")): return .all
        case .scalar(.string("head")): return .head
        case .object(let members) where members.contains { $0.key == "from" }:
            guard object(node, known: ["from"]) != nil, let from = node["from"],
                let layer = value(from, .string)?.text
            else { return nil }
            if !layer.isEmpty { return .from(layer) }
            report(from.diagnostic(.emptyText))
        default: report(node.diagnostic(.train(node.json)))
        }
        return nil
    }
}
