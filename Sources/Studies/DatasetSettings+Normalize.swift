import JSON
package import Vocabulary

extension DatasetSettings {
    /// The normalization of pixels in [0, 1] before the network.
    package enum Normalize: Sendable, Hashable {
        /// The mean and the standard deviation of ImageNet's images.
        case imagenet
        /// The mean and the standard deviation of the training images, after resizing and cropping.
        case dataset
        /// No normalization.
        case none
        /// The given mean and standard deviation.
        case values(Normalization)

        /// The values that are written as a name.
        static let names = ["imagenet", "dataset", "none"]
        private static let summary =
            "The normalization of pixels in [0, 1], (x - mean) / std for each channel: imagenet uses the "
            + "mean and standard deviation of ImageNet; dataset uses those of the training split; none "
            + "leaves pixels unchanged; or an object gives mean and std as three numbers each (red, green, "
            + "blue)."

        static var schema: JSONValue {
            func numbers(_ least: [JSONValue.Member]) -> JSONValue {
                [
                    "type": "array", "items": .object([.init("type", "number")] + least),
                    "minItems": 3, "maxItems": 3,
                ]
            }
            let values = Schema.object(
                [
                    .init("mean", numbers([])),
                    .init("std", numbers([.init("exclusiveMinimum", .number(0))])),
                ], required: ["mean", "std"])
            let names = JSONValue.array(names.map { .string($0) })
            return Schema.described(["anyOf": [["enum": names], values]], summary, "imagenet")
        }

        var json: JSONValue {
            switch self {
            case .imagenet: "imagenet"
            case .dataset: "dataset"
            case .none: "none"
            case .values(let values): values.json
            }
        }

        /// The mean and the standard deviation; nil for `dataset`, for which they are computed from
        /// the training split.
        package var numbers: Normalization? {
            switch self {
            case .imagenet: .imageNet
            case .none: Normalization.none
            case .values(let numbers): numbers
            case .dataset: nil
            }
        }

        init?(name: String) {
            switch name {
            case "imagenet": self = .imagenet
            case "dataset": self = .dataset
            case "none": self = .none
            default: return nil
            }
        }
    }
}

extension TrialReader {
    /// - Returns: nil if an error was reported.
    mutating func normalize(_ node: LocatedJSON) -> DatasetSettings.Normalize? {
        typealias Normalize = DatasetSettings.Normalize
        switch node.content {
        case .broken: return nil
        case .scalar(.string(let name)):
            if let known = Normalize(name: name) { return known }
            report(node.diagnostic(.value(.choice(Normalize.names, got: name))))
        case .object: return numbers(node).map { .values($0) }
        default:
            let expected =
                "one of "
                + Normalize.names.map { "\"\($0)\"" }.joined(separator: ", ")
                + ", or an object with mean and std"
            report(node.diagnostic(.value(.type(expected: expected, got: node.json))))
        }
        return nil
    }

    private mutating func numbers(_ node: LocatedJSON) -> Normalization? {
        _ = object(node, known: ["mean", "std"])
        let mean = channels("mean", in: node, "three numbers: red, green, blue") { _ in true }
        let std = channels("std", in: node, "three numbers above 0: red, green, blue") { $0 > 0 }
        guard let mean, let std else { return nil }
        return Normalization(mean: mean, std: std)
    }

    private mutating func channels(
        _ key: String, in node: LocatedJSON, _ expected: String, _ isValid: (Double) -> Bool
    ) -> [Double]? {
        guard let list = node[key] else {
            missing(key, in: node, expected)
            return nil
        }
        if list.isBroken { return nil }
        let elements = list.json.elements ?? []
        let values = elements.compactMap(\.double)
        guard elements.count == 3, values.count == 3,
            values.allSatisfy({ $0.isFinite && isValid($0) })
        else {
            report(list.diagnostic(.value(.type(expected: expected, got: list.json))))
            return nil
        }
        return values
    }
}
