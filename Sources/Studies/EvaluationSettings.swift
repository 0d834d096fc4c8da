package import Evaluation
package import JSON
package import Vocabulary

/// The settings of an external set in the section `evaluate` of a study file: labeled images of
/// another source, on which the trained configurations are evaluated after training. They do not
/// change what is trained and are not part of a trial's key.
package struct EvaluationSettings: DeclaredSettings, Hashable {
    /// The absolute path of the folder of the images.
    package var path = ""
    /// The table that gives the labels of the images; nil: folders give them.
    package var table: TableSettings?
    /// The split to evaluate; nil: `test`, if the folder has splits.
    package var split: Split?
    /// The pattern that finds a patient, or another group, in a file name; nil: recognized from the
    /// file names.
    package var groupPattern: String?
    /// The decision threshold; nil: Youden's index, if there are validation predictions for it.
    package var threshold: ThresholdSetting?
    /// The calibration of the probabilities.
    package var calibrate = CalibrationSetting.none
    /// The prevalences for predictive values, each in (0, 1).
    package var prevalences: [Double] = []
    /// The transformed images that are predicted as well.
    package var tta: [TestTimeAugmentation] = []
    /// The fraction of predictions that the model abstains from, in (0, 1); nil: none.
    package var abstain: Double?
    /// Whether the mean of the probabilities of all trials of a configuration is evaluated, instead
    /// of its best trial.
    package var ensemble = false
    /// Whether images that cannot be read are left out.
    package var skipBadImages = false
    /// Whether rows of the table that cannot be used, and images without a row, are left out.
    package var skipBadRows = false
    /// Whether files that look like images but are not in class folders are accepted.
    package var ignoreUnread = false
    /// Whether images may also be training or validation images of the study.
    package var allowOverlap = false

    package init() {}

    /// The settings as JSON, without the path; paths of tables are reduced to file names.
    package var withoutPath: JSONValue {
        var settings = self
        settings.table = table?.mapPaths(Paths.name(of:))
        return .object(settings.members.filter { $0.key != "path" })
    }

    /// The names of the settings that are decided on validation predictions.
    package var decidedOnValidation: [String] {
        var names: [String] = []
        if case .rule? = threshold { names.append("threshold") }
        if calibrate != .none { names.append("calibrate") }
        if abstain != nil { names.append("abstain") }
        return names
    }

    static let fields: [Field<Self>] = [
        Field(
            "path", \.path, isRequired: true, written: .always, effect: .none, json: \.json,
            schema: { _ in Schema.of(pathSetting) },
            read: { reader, section in
                reader.value(pathSetting, in: section) == nil
                    ? nil : section[pathSetting.name].flatMap { reader.absolutePath($0) }
            }),
        Field(
            "table", \.table, effect: .none, isNested: true, isShared: true,
            json: { $0.map { .object($0.members) } ?? .null },
            schema: { TableSettings.schema($0) }, value: { $0.table($1) }),
        Field(
            "split", \.split, effect: .none,
            "The split of the folder to evaluate; null: test, if the folder has splits."),
        Field(
            "groupPattern", \.groupPattern, effect: .none,
            "The pattern that finds the patient, or another group, in a file name, as "
                + "dataset.groupPattern; null: recognized from the file names."),
        Field(
            "threshold", \.threshold, effect: .none, json: { thresholdJSON($0) },
            schema: { _ in thresholdSchema }, value: { $0.threshold($1) }),
        Field(
            "calibrate", \.calibrate, effect: .none,
            "The calibration of the probabilities, fitted to the validation predictions; auto chooses "
                + "the method with the smallest log loss in a cross-validation on them."),
        Field(
            "prevalences", \.prevalences, effect: .none,
            json: { .array($0.map { .number($0) }) },
            schema: { _ in
                Schema.described(
                    ["type": "array", "items": Schema.of(fraction), "uniqueItems": true],
                    "The prevalences for which predictive values are computed.")
            },
            value: { $0.prevalences($1) }),
        Field(
            "tta", \.tta, effect: .none, json: { .array($0.map { .string($0.rawValue) }) },
            schema: { _ in
                Schema.described(
                    Schema.of(augmentations),
                    "Test-time augmentation: the transformed images that are predicted as well; the mean of "
                        + "the probabilities counts.")
            },
            value: { $0.augmentation($1) }),
        Field(
            "abstain", \.abstain, effect: .none, json: { $0.map { .number($0) } ?? .null },
            schema: { _ in
                Schema.described(
                    Schema.nullable(Schema.of(fraction)),
                    "The fraction of predictions that are not made because they are too uncertain, chosen on "
                        + "the validation predictions; null: all are made.", .null)
            },
            value: { reader, node in
                if !node.isBroken, node.json.isNull { return .some(nil) }
                return reader.value(node, fraction)?.double
            }),
        Field(
            "ensemble", \.ensemble, effect: .none,
            "Evaluate the mean of the probabilities of all trials of a configuration (its seeds or "
                + "folds), instead of its best trial."),
        Field(
            "skipBadImages", \.skipBadImages, effect: .none,
            "Leave out images that cannot be read."),
        Field(
            "skipBadRows", \.skipBadRows, effect: .none,
            "Leave out rows of the table that cannot be used, and images without a row."),
        Field(
            "ignoreUnread", \.ignoreUnread, effect: .none,
            "Accept files that look like images but are not in class folders."),
        Field(
            "allowOverlap", \.allowOverlap, effect: .none,
            "Evaluate even on images that are also training or validation images of the study."),
    ]

    private static let pathSetting = Setting(
        "path", .string, default: nil,
        "The folder of the images, with a folder for each class or the splits train, val and test; "
            + "relative to the study file.")

    fileprivate static let augmentations = Setting.Kind.names(
        TestTimeAugmentation.allCases.map(\.rawValue))

    /// A number in (0, 1).
    fileprivate static let fraction = Setting.Kind.number(
        NumberRange(0, 1, includesLower: false, includesUpper: false))

    private static let thresholdSchema = Schema.described(
        ["anyOf": [["type": "null"], Schema.of(.string), Schema.of(fraction)]],
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

extension Split: PlainValue {}

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
        return value(node, EvaluationSettings.augmentations)?.elements?.compactMap {
            $0.text.flatMap { TestTimeAugmentation(rawValue: $0) }
        }
    }

    fileprivate mutating func prevalences(_ node: LocatedJSON) -> [Double]? {
        guard let elements = elements(node) else { return nil }
        var first: [Double: LocatedJSON] = [:]
        var values: [Double] = []
        for element in elements {
            guard let value = value(element, EvaluationSettings.fraction)?.double else {
                return nil
            }
            if let known = first.updateValue(element, forKey: value) {
                report(element.diagnostic(.repeatedValue(of: known.origin.path)))
                return nil
            }
            values.append(value)
        }
        return values
    }
}
