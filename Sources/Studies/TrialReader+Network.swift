import JSON
import Vocabulary

extension TrialReader {
    mutating func network(_ node: Node) -> NetworkSettings? {
        let beside = ["weights", "train", "head"] + Catalog.frozenSettings.map(\.name)
        let configuration = configuration(node, catalog.network, beside: beside)
        let weights = node["weights"].flatMap { checkpoint($0) }
        let train = node["train"].map { trained($0) } ?? .all
        let head = self.configuration(node["head"], catalog.head, "head", in: node)
        let frozen = settings(node, Catalog.frozenSettings)
        guard let configuration, let train, let head, let frozen,
            let precision = FeaturePrecision(rawValue: frozen.string("features"))
        else { return nil }
        return NetworkSettings(
            configuration: configuration, weights: weights, train: train, head: head,
            features: precision,
            unfreezeAt: frozen.optionalNumber("unfreezeAt").map { Int($0) })
    }

    /// Nil for `null`, which is random initialisation, and after a report.
    private mutating func checkpoint(_ node: Node) -> String? {
        switch node.content {
        case .broken, .scalar(.null): return nil
        case .scalar(.string("imagenet")): return "imagenet"
        case .scalar(.string(let text))
        where text.hasSuffix(".safetensors") || text.hasSuffix(".pth"):
            return absolutePath(node)
        case .scalar(.string(let text)): report(node.problem(.weights(text)))
        default: report(node.problem(.value(.type(expected: "a string", got: node.json))))
        }
        return nil
    }

    private mutating func trained(_ node: Node) -> NetworkSettings.Trained? {
        switch node.content {
        case .broken: return nil
        case .scalar(.string("all")): return .all
        case .scalar(.string("head")): return .head
        case .object(let members) where members.contains { $0.key == "from" }:
            guard let members = object(node, known: ["from"]), let from = members["from"],
                let layer = value(from, .string, default: .null)?.text
            else { return nil }
            if !layer.isEmpty { return .from(layer) }
            report(from.problem(.emptyText))
        default: report(node.problem(.train(node.json)))
        }
        return nil
    }
}
