import JSON
package import Vocabulary

/// Where the images are and how they become the input of a network.
package struct DatasetSettings: DeclaredSettings, Hashable {
    /// The policy for files in the data set's folder that are not read.
    package enum UnreadPolicy: String, Sendable, CaseIterable { case stop, ignore }
    /// The policy for identical files in two splits or classes, and for a patient in two splits.
    package enum LeakPolicy: String, Sendable, CaseIterable { case stop, report }

    /// The split of a set's own folders.
    package static let officialSplit = Configuration(kind: "official", values: SettingValues([:]))

    /// An absolute path.
    package var path = ""
    /// Pixels of the shorter side after resizing, and of the square cut from the centre.
    package var resize = 256
    /// Pixels of the square that the network sees.
    package var crop = 224
    package var interpolation = Interpolation.bilinear
    package var decode = DecodeMode.exact
    /// Random changes of training images, in order.
    package var augment: [Configuration] = []
    /// At most so many images of a split (`train`, `val`, `test`), evenly over its classes.
    package var limit: [String: Int] = [:]
    /// The policy for images that cannot be read.
    package var onBadImage = BadImagePolicy.stop
    /// How to make the set when it is not there: the phantom's settings; nil for a set of one's
    /// own.
    package var phantom: SettingValues?
    /// How the images are shared out to train, val and test; `official`: as their folders say.
    package var split = Self.officialSplit
    /// The pattern that finds a group, such as a patient, in a file's name: a regular expression
    /// with a capture group, or the name of a known pattern; nil: recognised.
    package var groupPattern: String?
    /// The policy for files in the data set's folder that look like images or splits but are not
    /// read.
    package var onUnread = UnreadPolicy.stop
    /// The policy for identical files in two splits or classes, and for a patient in two splits.
    package var onLeak = LeakPolicy.stop
    /// How pixels become the network's input.
    package var normalize = Normalize.imagenet
    /// The class that sensitivity, precision and thresholds refer to; nil: the known set's, if it
    /// is one.
    package var positiveClass: String?
    /// Augmented views of each training image that features are kept of, in turns; nil: none.
    package var views: Int?

    static let fields: [Field<Self>] = [
        Field(
            "path", \.path, written: .always, effect: .place, json: \.json,
            schema: { _ in Schema.of(pathSetting) },
            read: { $0.datasetPath(pathSetting, in: $1) }),
        Field(
            "resize", \.resize, in: 1...8192, written: .always,
            "Pixels of the shorter side after resizing."),
        Field(
            "crop", \.crop, in: 1...8192, written: .always,
            "Pixels of the square cut from the resized image."),
        Field("interpolation", \.interpolation, "The filter of the resizing, antialiased."),
        Field(
            "decode", \.decode,
            "exact: as torchvision, to the last bit; fast: JPEG at a part of its size, where that is "
                + "enough."),
        Field(
            "augment", \.augment, written: .always, isNested: true, isShared: true,
            json: { .array($0.map(\.json)) },
            schema: { ["type": "array", "items": Schema.family(.augmentation, in: $0)] },
            value: { $0.augmentations($1) }),
        Field(
            "limit", \.limit, written: .always, isNested: true,
            json: limitJSON, schema: { _ in limitSchema }, value: { $0.limits($1) }),
        Field(
            "onBadImage", \.onBadImage, written: .always,
            "Whether an image that cannot be read stops the run or is skipped."),
        Field(
            "phantom", \.phantom, written: .always, effect: .place, isNested: true,
            json: { $0.map { .object($0.members) } ?? .null },
            schema: { catalog in
                Schema.described(
                    Schema.nullable(Schema.object(Schema.members(catalog.phantom))),
                    "How to make phantom images when the set is not there.")
            },
            value: { $0.phantom($1) }),
        Field(
            "split", \.split, kindOf: .split, effect: .none,
            resolve: { $0.withAbsolutePath($2, of: $1) }),
        Field(
            "groupPattern", \.groupPattern, effect: .none,
            "What of a file's name says which patient, or other group, it belongs to: a regular "
                + "expression with a capture group, or the name of a known one, such as chest-xray; "
                + "null: recognised."),
        Field(
            "onUnread", \.onUnread, effect: .none,
            "Whether files in the set's folder that are not read, but look like images or a split, "
                + "stop the run or are ignored."),
        Field(
            "onLeak", \.onLeak, effect: .none,
            "Whether identical files in two splits or classes, or a patient in two splits, stop the "
                + "run before training, or are reported: the report then begins with them."),
        Field(
            "normalize", \.normalize, isNested: true, isShared: true,
            json: \.json, schema: { _ in Normalize.schema }, value: { $0.normalize($1) }),
        // It decides the value of some metrics, so it may be part of the key.
        Field(
            "positiveClass", \.positiveClass,
            "The class that sensitivity, specificity, precision, F1, average precision and thresholds "
                + "refer to, for two classes; null: PNEUMONIA of NORMAL and PNEUMONIA, else none, and "
                + "these figures are left out."),
        Field(
            "views", \.views, in: 1...10_000,
            "How many augmented views of each training image a frozen part's features are kept of, "
                + "which epochs take in turns; null: none, and the features are computed anew in every "
                + "epoch."),
    ]

    private static let pathSetting = Setting(
        "path", .string, default: nil,
        "The folder with train, val and test; relative to the study file.")

    fileprivate static let splits = Split.allCases.map(\.rawValue)
    fileprivate static let limitKind = Setting.Kind.integer(1...Int.max)

    private static let limitSchema = Schema.described(
        Schema.object(splits.map { .init($0, Schema.of(limitKind)) }),
        "At most so many images of a split, evenly over its classes.")

    @Sendable private static func limitJSON(_ limit: [String: Int]) -> JSONValue {
        .object(splits.compactMap { split in limit[split].map { .init(split, $0.json) } })
    }
}

extension DatasetSettings.UnreadPolicy: PlainValue {}
extension DatasetSettings.LeakPolicy: PlainValue {}

extension SettingValues {
    fileprivate var members: [JSONValue.Member] {
        values.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) }
    }
}

// MARK: - Reading

extension TrialReader {
    mutating func dataset(_ node: LocatedJSON) -> DatasetSettings? {
        guard object(node, known: DatasetSettings.names) != nil else { return nil }
        var dataset = DatasetSettings()
        let wrong = fill(&dataset, from: node)
        if !wrong.contains("crop"), !wrong.contains("resize"), !fits(dataset, node) { return nil }
        return wrong.isEmpty ? dataset : nil
    }

    /// The crop is cut from the resized image; blames the setting that the file gives.
    mutating func fits(_ dataset: DatasetSettings, _ node: LocatedJSON) -> Bool {
        let (crop, resize) = (dataset.crop, dataset.resize)
        if crop <= resize { return true }
        if let node = node["crop"] {
            report(node.diagnostic(.cropBeyondResize(crop: crop, resize: resize)))
        } else if let node = node["resize"] {
            report(node.diagnostic(.resizeBelowCrop(resize: resize, crop: crop)))
        }
        return false
    }

    /// The folder as an absolute path; records of trials do not have it.
    fileprivate mutating func datasetPath(_ setting: Setting, in section: LocatedJSON) -> String? {
        if isOfRecord, section[setting.name] == nil { return "" }
        return value(setting, in: section) == nil
            ? nil : section[setting.name].flatMap { absolutePath($0) }
    }

    /// A kind of split whose setting `path`, if it has one, is made absolute.
    fileprivate mutating func withAbsolutePath(
        _ split: Configuration, of node: LocatedJSON
    ) -> Configuration? {
        guard let path = node["path"] else { return split }
        guard let absolute = absolutePath(path) else { return nil }
        var split = split
        split.values.values["path"] = .string(absolute)
        return split
    }

    fileprivate mutating func augmentations(_ node: LocatedJSON) -> [Configuration]? {
        guard let elements = elements(node) else { return nil }
        let read = elements.map { configuration($0, .augmentation) }
        return read.contains(nil) ? nil : read.compactMap { $0 }
    }

    fileprivate mutating func limits(_ node: LocatedJSON) -> [String: Int]? {
        let splits = DatasetSettings.splits
        guard object(node, known: splits) != nil else { return nil }
        var limits: [String: Int] = [:]
        var isValid = true
        for split in splits {
            guard let given = node[split] else { continue }
            limits[split] = value(given, DatasetSettings.limitKind)?.int
            isValid = isValid && limits[split] != nil
        }
        return isValid ? limits : nil
    }

    /// - Returns: nil for `null`, within nil after a report.
    fileprivate mutating func phantom(_ node: LocatedJSON) -> SettingValues?? {
        if case .scalar(.null) = node.content { return .some(nil) }
        guard let catalog else { return .some(SettingValues(node.values(without: []))) }
        guard object(node, known: catalog.phantom.map(\.name)) != nil else { return nil }
        return settings(node, catalog.phantom).map { .some($0) }
    }
}
