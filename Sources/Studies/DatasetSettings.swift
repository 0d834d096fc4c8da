import JSON
package import Vocabulary

/// The location of the images and their preprocessing.
package struct DatasetSettings: DeclaredSettings, Hashable {
    /// The policy for files in the data set's folder that are not read.
    package enum UnreadPolicy: String, Sendable, CaseIterable { case stop, ignore }
    /// The policy for identical files in two splits or classes, and for a patient in two splits.
    package enum LeakPolicy: String, Sendable, CaseIterable { case stop, report }
    /// The policy for images that use few of the gray levels.
    package enum SmallRangePolicy: String, Sendable, CaseIterable { case stop, ignore }

    /// The split that the folders train, val and test of the data set give.
    package static let officialSplit = Configuration(kind: "official", values: SettingValues([:]))

    /// The absolute path of the data set's folder.
    package var path = ""
    /// The table that gives the labels of the images in the folder; nil: folders give them.
    package var table: TableSettings?
    /// How many labels an image has, and of what kind.
    package var task = ClassificationTask.multiclass
    /// The length of the shorter side after resizing, in pixels.
    package var resize = 256
    /// The side of the square cropped from the center, which is the network's input, in pixels.
    package var crop = 224
    /// The interpolation filter of resizing.
    package var interpolation = Interpolation.bilinear
    /// The decoding of JPEG files.
    package var decode = DecodeMode.exact
    /// The stored values that become black and white.
    package var window = IntensityWindow.full
    /// The use of the orientation in the metadata of an image file.
    package var orientation = OrientationMode.stored
    /// The policy for a set whose images use less than a quarter of the gray levels.
    package var onSmallRange = SmallRangePolicy.stop
    /// The random changes of training images, in the order in which they are applied.
    package var augment: [Configuration] = []
    /// The maximum number of images of a split (`train`, `val`, `test`), drawn evenly over its
    /// classes.
    package var limit: [String: Int] = [:]
    /// The policy for images that cannot be read.
    package var onBadImage = BadImagePolicy.stop
    /// The policy for rows of the table that cannot be used, and for images without a row.
    package var onBadRow = BadRowPolicy.stop
    /// The settings of the synthetic X-rays (phantoms) to draw if the folder does not exist; nil
    /// for a data set that must exist.
    package var phantom: SettingValues?
    /// The rule that divides the images into train, val and test; `official` uses the folders.
    package var split = Self.officialSplit
    /// The pattern that finds a group, such as a patient, in a file name: a regular expression with
    /// a capture group, or the name of a known pattern; nil: recognized from the file names.
    package var groupPattern: String?
    /// The policy for files in the data set's folder that look like images or splits but are not
    /// read.
    package var onUnread = UnreadPolicy.stop
    /// The policy for identical files in two splits or classes, and for a patient in two splits.
    package var onLeak = LeakPolicy.stop
    /// The normalization of pixels before the network.
    package var normalize = Normalize.imagenet
    /// The positive class, to which sensitivity, precision and thresholds refer; nil: PNEUMONIA if
    /// the classes are NORMAL and PNEUMONIA, otherwise none.
    package var positiveClass: String?
    /// The number of augmented views of each training image whose features are cached; epochs use
    /// them in turn; nil: no features of augmented images are cached.
    package var views: Int?

    static let fields: [Field<Self>] = [
        Field(
            "path", \.path, written: .always, effect: .location, json: \.json,
            schema: { _ in Schema.of(pathSetting) },
            read: { $0.datasetPath(pathSetting, in: $1) }),
        // The digest of the data covers the rows that are used.
        Field(
            "table", \.table, effect: .none, isNested: true, isShared: true,
            json: { $0.map { .object($0.members) } ?? .null },
            schema: { TableSettings.schema($0) }, value: { $0.table($1) }),
        Field(
            "task", \.task,
            "How many labels an image has: one of several classes (multiclass), one of two classes "
                + "(binary), or any number of labels (multilabel)."),
        Field(
            "resize", \.resize, in: 1...8192, written: .always,
            "The length of the shorter side of an image after resizing, in pixels."),
        Field(
            "crop", \.crop, in: 1...8192, written: .always,
            "The side of the square cropped from the center of the resized image, in pixels."),
        Field(
            "interpolation", \.interpolation,
            "The interpolation filter of resizing; all filters are antialiased."),
        Field(
            "decode", \.decode,
            "How JPEG files are decoded: exact decodes at full size, bit for bit as torchvision does; fast "
                + "decodes at a reduced size if that is at least as large as the resized image."),
        Field(
            "window", \.window, isNested: true, json: \.json,
            schema: { _ in IntensityWindow.schema }, value: { $0.window($1) }),
        Field(
            "orientation", \.orientation,
            "The orientation in the metadata of an image file (EXIF, XMP or a TIFF tag): stored ignores it "
                + "and uses the pixels as stored; exif rotates and flips the image as it says."),
        Field(
            "onSmallRange", \.onSmallRange, effect: .none,
            "What to do if a tenth or more of the images with more than 8 bits per sample, or of all images "
                + "with a window, use less than a quarter of the gray levels: stop before training, or "
                + "train and note it."),
        Field(
            "augment", \.augment, written: .always, isNested: true, isShared: true,
            json: { .array($0.map(\.json)) },
            schema: {
                Schema.described(
                    ["type": "array", "items": Schema.family(.augmentation, in: $0)],
                    "The random changes of training images, in the order in which they are applied."
                )
            },
            value: { $0.augmentations($1) }),
        Field(
            "limit", \.limit, written: .always, isNested: true,
            json: limitJSON, schema: { _ in limitSchema }, value: { $0.limits($1) }),
        Field(
            "onBadImage", \.onBadImage, written: .always,
            "What to do with an image that cannot be read: stop the run or skip the image."),
        Field(
            "onBadRow", \.onBadRow, effect: .none,
            "What to do with rows of the table that cannot be used, and with images without a row: stop "
                + "the run or skip them."),
        Field(
            "phantom", \.phantom, written: .always, effect: .location, isNested: true,
            json: { $0.map { .object($0.members) } ?? .null },
            schema: { catalog in
                Schema.described(
                    Schema.nullable(Schema.object(Schema.members(catalog.phantom))),
                    "The settings of the synthetic X-rays (phantoms) that are drawn if the folder of the "
                        + "data set does not exist.")
            },
            value: { $0.phantom($1) }),
        Field(
            "split", \.split, kindOf: .split, effect: .none,
            "The rule that divides the images into train, val and test.",
            resolve: { $0.withAbsolutePath($2, of: $1) }),
        Field(
            "groupPattern", \.groupPattern, effect: .none,
            "The pattern that finds the patient, or another group, in a file name: a regular expression "
                + "with a capture group, or the name of a known pattern, such as chest-xray; null: "
                + "recognized from the file names."),
        Field(
            "onUnread", \.onUnread, effect: .none,
            "What to do if the data set's folder has files that look like images or splits but are not "
                + "read: stop the run or ignore the files."),
        Field(
            "onLeak", \.onLeak, effect: .none,
            "What to do if identical files are in two splits or two classes, or a patient is in two "
                + "splits: stop before training, or train and list them at the beginning of the report."
        ),
        Field(
            "normalize", \.normalize, isNested: true, isShared: true,
            json: \.json, schema: { _ in Normalize.schema }, value: { $0.normalize($1) }),
        // The setting decides the value of some metrics, so it can be part of the key.
        Field(
            "positiveClass", \.positiveClass,
            "The positive class if there are two classes; sensitivity, specificity, precision, F1, average "
                + "precision and thresholds refer to it; null: PNEUMONIA if the classes are NORMAL and "
                + "PNEUMONIA, otherwise none, and these metrics are left out."),
        Field(
            "views", \.views, in: 1...10_000,
            "The number of augmented views of each training image whose features, computed by the frozen "
                + "layers, are cached; epochs use the views in turn; null: the features are computed again "
                + "in every epoch."),
    ]

    private static let pathSetting = Setting(
        "path", .string, default: nil,
        "The data set's folder, with the subfolders train, val and test; or a .zip or .tar archive, "
            + "an archive of each split, or WebDataset shards; relative to the study file.")

    fileprivate static let splits = Split.allCases.map(\.rawValue)
    fileprivate static let limitKind = Setting.Kind.integer(1...Int.max)

    private static let limitSchema = Schema.described(
        Schema.object(splits.map { .init($0, Schema.of(limitKind)) }),
        "The maximum number of images of each split, drawn evenly over its classes.")

    @Sendable private static func limitJSON(_ limit: [String: Int]) -> JSONValue {
        .object(splits.compactMap { split in limit[split].map { .init(split, $0.json) } })
    }
}

extension ClassificationTask: PlainValue {}
extension BadRowPolicy: PlainValue {}
extension DatasetSettings.UnreadPolicy: PlainValue {}
extension DatasetSettings.LeakPolicy: PlainValue {}
extension DatasetSettings.SmallRangePolicy: PlainValue {}

extension SettingValues {
    /// The settings that are set, so that a setting that is added later changes no record.
    fileprivate var members: [JSONValue.Member] {
        values.filter { $0.value != .null }.sorted { $0.key < $1.key }
            .map { JSONValue.Member($0.key, $0.value) }
    }
}

// MARK: - Reading

extension TrialReader {
    mutating func dataset(_ node: LocatedJSON) -> DatasetSettings? {
        guard object(node, known: DatasetSettings.names) != nil else { return nil }
        var dataset = DatasetSettings()
        let invalid = fill(&dataset, from: node)
        if !isOfRecord, !checkTable(dataset, node) { return nil }
        if !invalid.contains("crop"), !invalid.contains("resize"), !fits(dataset, node) {
            return nil
        }
        return invalid.isEmpty ? dataset : nil
    }

    /// Checks that the crop is not larger than the resized image. The error is reported at the
    /// setting that the file gives.
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

    /// The folder as an absolute path; empty for the record of a trial, which does not contain it.
    fileprivate mutating func datasetPath(_ setting: Setting, in section: LocatedJSON) -> String? {
        if isOfRecord, section[setting.name] == nil { return "" }
        return value(setting, in: section) == nil
            ? nil : section[setting.name].flatMap { absolutePath($0) }
    }

    /// A split rule whose setting `path`, if it has one, is made absolute.
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

    /// - Returns: `.some(nil)` for `null`; nil if an error was reported.
    fileprivate mutating func phantom(_ node: LocatedJSON) -> SettingValues?? {
        if case .scalar(.null) = node.content { return .some(nil) }
        guard let catalog else { return .some(SettingValues(node.values(without: []))) }
        guard object(node, known: catalog.phantom.map(\.name)) != nil else { return nil }
        return settings(node, catalog.phantom).map { .some($0) }
    }
}
