import Evaluation
package import JSON
import Vocabulary

/// The section `decisions` of a study file, and the settings of an external set that override it.
/// They do not change what is trained and are not part of a trial's key.
extension DecisionSettings: DeclaredSettings {
    init() { self.init(augmentation: []) }

    static let section = "decisions"

    /// Reads the section `decisions` from the study in a lock; without it, nothing is decided.
    /// - Parameters:
    ///   - study: the study in the lock.
    ///   - file: the path of the lock, for messages.
    /// - Throws: `StudyErrors`.
    package init(study: JSONValue, file: String) throws(StudyErrors) {
        guard let section = study[Self.section] else {
            self.init()
            return
        }
        self = try TrialReader.read(section, catalog: nil, file: file) { $0.section($1) }
    }

    /// The settings in a line, such as `threshold sensitivity:0.95, calibrate auto`; empty if
    /// nothing is decided.
    package var summary: String {
        var parts: [String] = []
        if let threshold {
            let json = Self.thresholdJSON(threshold)
            parts.append("threshold \(json.text ?? json.canonical)")
        }
        if calibration != .none { parts.append("calibrate \(calibration.json.text ?? "")") }
        if !augmentation.isEmpty {
            parts.append("tta \(augmentation.map(\.rawValue).joined(separator: ", "))")
        }
        if let abstention { parts.append("abstain \(JSONValue.number(abstention).canonical)") }
        return parts.joined(separator: "; ")
    }

    static let fields: [Field<Self>] = [
        Field(
            "threshold", \.threshold, effect: .none, json: { thresholdJSON($0) },
            schema: { _ in thresholdSchema }, value: { $0.threshold($1) }),
        Field(
            "calibrate", \.calibration, effect: .none,
            "The calibration of the probabilities, fitted to the validation predictions; auto chooses "
                + "the method with the smallest log loss in a cross-validation on them."),
        Field(
            "tta", \.augmentation, effect: .none,
            json: { .array($0.map { .string($0.rawValue) }) },
            schema: { _ in
                var names = Schema.of(augmentations)
                // An empty list overrides that of the study.
                names["minItems"] = nil
                return Schema.described(
                    names,
                    "Test-time augmentation: the transformed images that are predicted as well; the mean of "
                        + "the probabilities counts.")
            },
            value: { $0.augmentation($1) }),
        Field(
            "abstain", \.abstention, effect: .none,
            json: { $0.map { .number($0) } ?? .null },
            schema: { _ in
                Schema.described(
                    Schema.nullable(Schema.of(.fraction)),
                    "The fraction of predictions that are not made because they are too uncertain, chosen on "
                        + "the validation predictions; null: all are made.", .null)
            },
            value: { reader, node in
                if !node.isBroken, node.json.isNull { return .some(nil) }
                return reader.value(node, .fraction)?.double
            }),
    ]

    fileprivate static let augmentations = Setting.Kind.names(
        TestTimeAugmentation.allCases.map(\.rawValue))

    private static let thresholdSchema = Schema.described(
        ["anyOf": [["type": "null"], Schema.of(.string), Schema.of(.fraction)]],
        "The decision threshold, chosen on the validation predictions: youden, sensitivity:0.95, "
            + "specificity:0.9 or cost:FP,FN (the costs of a false positive and of a false negative); "
            + "or a given probability of the positive class; null: youden.", .null)

    private static func thresholdJSON(_ threshold: ThresholdSetting?) -> JSONValue {
        switch threshold {
        case nil: .null
        case .given(let value): .number(value)
        case .rule: .string(threshold?.text ?? "")
        }
    }
}

extension Setting.Kind {
    /// A number in (0, 1).
    static let fraction = Setting.Kind.number(
        NumberRange(0, 1, includesLower: false, includesUpper: false))
}

extension CalibrationSetting: PlainValue {
    static var kind: Setting.Kind {
        .choice(["none"] + CalibrationMap.Method.allCases.map(\.rawValue) + ["auto"])
    }

    init?(json: JSONValue) {
        guard let text = json.text else { return nil }
        self.init(text)
    }

    var json: JSONValue {
        switch self {
        case .none: "none"
        case .method(let method): .string(method.rawValue)
        case .auto: "auto"
        }
    }
}

extension TrialReader {
    /// - Returns: `.some(nil)` for `null`; nil if an error was reported.
    fileprivate mutating func threshold(_ node: LocatedJSON) -> ThresholdSetting?? {
        if node.isBroken { return nil }
        if node.json.isNull { return .some(nil) }
        let text = node.json.text ?? node.json.double.map { "\($0)" }
        guard let threshold = text.flatMap({ ThresholdSetting($0) }) else {
            let message =
                "must be \(ThresholdSetting.expected); got \(node.json.excerpt)"
            report(node.diagnostic(.other(message)))
            return nil
        }
        return threshold
    }

    fileprivate mutating func augmentation(_ node: LocatedJSON) -> [TestTimeAugmentation]? {
        if !node.isBroken, node.json.elements?.isEmpty == true { return [] }
        return value(node, DecisionSettings.augmentations)?.elements?.compactMap {
            $0.text.flatMap { TestTimeAugmentation(rawValue: $0) }
        }
    }
}
