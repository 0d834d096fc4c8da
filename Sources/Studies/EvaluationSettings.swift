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
    /// The decisions of the model, those of the study included.
    package var decisions = DecisionSettings()
    /// The prevalences for predictive values, each in (0, 1).
    package var prevalences: [Double] = []
    /// The attributes whose subgroups are evaluated; without any, there are no subgroups.
    package var subgroups = SubgroupSettings()
    /// The files of somebody else's predictions that the model is compared with, by the name of the
    /// reader.
    package var predictions: [PredictionFile] = []
    /// Whether these may lack images, or contain others; the common images are then compared.
    package var commonImages = false
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

    /// A file of somebody else's predictions.
    package struct PredictionFile: Sendable, Hashable {
        /// The name of the reader: a person or another program.
        package var reader: String
        /// The absolute path of the file.
        package var path: String

        /// Creates the reference to a file.
        package init(reader: String, path: String) {
            self.reader = reader
            self.path = path
        }
    }

    /// The settings as JSON, with the names of files instead of their paths, and without the path
    /// of the images: evaluations of the same files elsewhere are the same.
    package var withoutPaths: JSONValue {
        func name(_ path: String) -> JSONValue {
            .string(path.split(separator: "/").last.map(String.init) ?? path)
        }
        var settings = self
        settings.table = table?.mapPaths(Paths.name(of:))
        var json = JSONValue.object(settings.members.filter { $0.key != "path" })
        if let table = subgroups.attributes { json["attributes"] = name(table) }
        if !predictions.isEmpty {
            json["predictions"] = .object(predictions.map { .init($0.reader, name($0.path)) })
        }
        return json
    }

    static let fields: [Field<Self>] =
        imageFields + DecisionSettings.fields.map { $0.inside(\.decisions) } + [prevalenceField]
        + SubgroupSettings.fields.map { $0.inside(\.subgroups) } + otherFields

    private static let imageFields: [Field<Self>] = [
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
    ]

    private static let prevalenceField = Field<Self>(
        "prevalences", \.prevalences, effect: .none,
        json: { .array($0.map { .number($0) }) },
        schema: { _ in
            Schema.described(
                ["type": "array", "items": Schema.of(.fraction), "uniqueItems": true],
                "The prevalences for which predictive values are computed.")
        },
        value: { $0.prevalences($1) })

    private static let otherFields: [Field<Self>] = [
        Field(
            "predictions", \.predictions, effect: .none,
            json: { .object($0.map { .init($0.reader, .string($0.path)) }) },
            schema: { _ in predictionsSchema }, value: { $0.predictions($1) }),
        Field(
            "commonImages", \.commonImages, effect: .none,
            "Compare the images that predictions has, although it lacks some or has others."),
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
        "The folder or archive of the images, with a folder for each class or the splits train, val and test; "
            + "relative to the study file.")

    private static let predictionsSchema = Schema.described(
        [
            "type": "object", "propertyNames": ["pattern": .string(StudyName.pattern)],
            "additionalProperties": ["type": "string"],
        ],
        "CSV files of somebody else's predictions of the same images, with which the model is compared, "
            + "by the name of the reader; relative to the study file.")
}

extension Split: PlainValue {}

extension TrialReader {
    fileprivate mutating func predictions(
        _ node: LocatedJSON
    ) -> [EvaluationSettings.PredictionFile]? {
        if node.isBroken { return nil }
        guard let members = node.members else {
            let wanted = "an object with the path of a file for each name"
            report(node.diagnostic(.value(.type(expected: wanted, got: node.json))))
            return nil
        }
        var files: [EvaluationSettings.PredictionFile] = []
        var isValid = true
        for member in members {
            func failure(_ issue: Diagnostic.Issue) {
                report(Diagnostic(member.origin.source, path: member.origin.path, issue))
                isValid = false
            }
            if !StudyName.isValid(member.key) { failure(.unsafeName(member.key)) }
            // Some file systems ignore the case of names.
            if let other = files.first(where: {
                $0.reader.lowercased() == member.key.lowercased()
            }) {
                failure(
                    .other(
                        "has the same name as '\(other.reader)', ignoring case; choose another"))
            }
            guard let path = absolutePath(member.value) else {
                isValid = false
                continue
            }
            files.append(.init(reader: member.key, path: path))
        }
        return isValid ? files : nil
    }

    fileprivate mutating func prevalences(_ node: LocatedJSON) -> [Double]? {
        guard let elements = elements(node) else { return nil }
        var first: [Double: LocatedJSON] = [:]
        var values: [Double] = []
        for element in elements {
            guard let value = value(element, .fraction)?.double else {
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
