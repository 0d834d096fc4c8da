package import JSON
package import Vocabulary

/// The settings of a trial as its record contains them.
///
/// Kinds and their settings are read without checks, so that reading needs no registries. A setting
/// that a record of an earlier version lacks has its default, which is the value that was used
/// then.
package struct RecordedSettings: Sendable, Hashable {
    /// The settings as the record contains them, under their current names, for listing, comparing
    /// and writing.
    package let json: JSONValue
    /// True if the settings are of a run of another program. Such a record need not contain any of
    /// them; an absent setting has no default and is unknown.
    package let isOfOtherProgram: Bool
    /// The data settings; nil if the record has none, such as that of a run of another program.
    package let dataset: DatasetSettings?
    /// The training settings; nil if the record has none, such as that of a run of another program.
    package let training: TrainingSettings?
    /// The network settings; nil if the record has none, such as that of a run of another program.
    package let network: NetworkSettings?

    /// The settings that the record of a trial of this program contains: all except the locations
    /// of the data on this machine. Paths of checkpoints and manifests are reduced to file names.
    package init(_ settings: TrialSettings) {
        var settings = settings
        settings.dataset.path = ""
        settings.dataset.phantom = nil
        if let path = settings.dataset.split.values.values["path"]?.text {
            settings.dataset.split.values.values["path"] = .string(Paths.name(of: path))
        }
        settings.dataset.table = settings.dataset.table?.mapPaths(Paths.name(of:))
        settings.network.weights = settings.network.weights.map(Paths.name(of:))
        var json = settings.json
        json["dataset"] = json["dataset"]?.without(DatasetSettings.names(of: .location))
        self.json = json
        isOfOtherProgram = false
        dataset = settings.dataset
        training = settings.training
        network = settings.network
    }

    /// Reads the settings in the record of a trial of this program.
    /// - Parameter key: the member of the document that contains them.
    /// - Throws: all errors in the settings.
    package init(_ document: JSONDocument, key: String = "settings") throws(StudyErrors) {
        let json = RenamedSettings.current(document.value[key] ?? .null)
        let node = LocatedJSON(json, path: JSONPath([.key(key)])) { path, _ in
            .file(document.file, document.nearestLocation(of: path))
        }
        var reader = TrialReader(catalog: nil)
        self.init(json, node, &reader, isOfOtherProgram: false)
        guard reader.diagnostics.isEmpty else { throw StudyErrors(reader.diagnostics) }
    }

    /// Reads settings of any form, such as the parameters of a run of another program. An unknown
    /// section is nil, and an invalid value has its default.
    package init(ofAnyProgram json: JSONValue) {
        var reader = TrialReader(catalog: nil)
        self.init(
            json, LocatedJSON(json) { _, _ in .file("", nil) }, &reader, isOfOtherProgram: true)
    }

    private init(
        _ json: JSONValue, _ node: LocatedJSON, _ reader: inout TrialReader, isOfOtherProgram: Bool
    ) {
        self.json = json
        self.isOfOtherProgram = isOfOtherProgram
        dataset = node["dataset"].flatMap { reader.recorded($0) }
        // Values that cannot be read are already reported and have defaults.
        if reader.diagnostics.isEmpty, let dataset, let node = node["dataset"] {
            _ = reader.fits(dataset, node)
        }
        training = node["training"].flatMap { reader.recorded($0) }
        network = node["network"].flatMap {
            reader.recordedNetwork($0, needsKind: !isOfOtherProgram)
        }
    }
}

extension RecordedSettings {
    /// The value at the path of an axis, such as `training.batchSize`, as the record contains it.
    package func value(at path: String) -> JSONValue? {
        path.split(separator: ".").reduce(json) { $0?[String($1)] }
    }

    /// The kind of the network; nil if it is unknown.
    package var networkKind: String? {
        network.flatMap { $0.configuration.kind.isEmpty ? nil : $0.configuration.kind }
    }

    /// The loss; nil if it is unknown.
    package var loss: Configuration? {
        guard isOfOtherProgram else { return training?.loss }
        guard let loss = value(at: "training.loss"), let kind = loss["kind"]?.text else {
            return nil
        }
        let values = (loss.members ?? []).filter { $0.key != "kind" }
        return Configuration(
            kind: kind,
            values: SettingValues(
                Dictionary(values.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })))
    }

    /// A value that is equal for trials with the same loss.
    package var lossIdentity: JSONValue {
        isOfOtherProgram ? value(at: "training.loss") ?? .null : training?.loss.json ?? .null
    }

    /// The number of epochs; nil if it is unknown.
    package var epochs: Int? {
        isOfOtherProgram ? value(at: "training.epochs")?.int : training?.epochs
    }

    /// The number of images of a step; nil if it is unknown.
    package var batchSize: Int? {
        isOfOtherProgram ? value(at: "training.batchSize")?.int : training?.batchSize
    }

    /// The number of epochs without improvement after which training ends; nil if there is none,
    /// or if it is unknown.
    package var patience: Int? {
        isOfOtherProgram ? value(at: "training.patience")?.int : training?.patience
    }

    /// The settings that decide which images a split has; equal for trials on the same images.
    package func images(of split: Split) -> JSONValue {
        guard !isOfOtherProgram, let dataset else {
            let names = ["path", "split", "groupPattern", "phantom", "limit.\(split.rawValue)"]
            return .array(names.map { json.nearest("dataset.\($0)") })
        }
        var images = DatasetSettings()
        images.path = dataset.path
        images.split = dataset.split
        images.table = dataset.table
        images.groupPattern = dataset.groupPattern
        images.phantom = dataset.phantom
        images.limit = dataset.limit.filter { $0.key == split.rawValue }
        return .object(images.members)
    }

    /// The settings that are part of the key of a trial, without those that are null.
    /// - Parameter countsPositiveClass: whether the positive class decides the result, as it does
    ///   if the monitored metric refers to it.
    package func counted(countsPositiveClass: Bool) -> JSONValue {
        var counted = json.withoutNulls
        func section(_ key: String, without names: [String]) {
            counted[key] = counted[key]?.without(names)
        }
        let ofDataset = DatasetSettings.names(of: .none)
        section("dataset", without: ofDataset + (countsPositiveClass ? [] : ["positiveClass"]))
        section("training", without: TrainingSettings.names(of: .none))
        section("network", without: NetworkSettings.names(of: .none))
        // At its default, a setting that earlier versions did not have is not part of a key.
        if let optimizer = counted["training"]?["optimizer"],
            optimizer["decayNormsAndBiases"] == true
        {
            counted["training"]?["optimizer"] = optimizer.without(["decayNormsAndBiases"])
        }
        return counted
    }

    /// The network, checked against the kinds of a catalog, with the defaults of its settings.
    /// - Parameter file: the name of the file in errors.
    /// - Throws: all errors in the settings.
    package func checkedNetwork(
        _ catalog: Catalog, file: String
    ) throws(StudyErrors) -> NetworkSettings {
        try TrialReader.read(json, catalog: catalog, file: file) { reader, node in
            reader.required("network", in: node, reader.expected(.network)) { $0.network($1) }
        }
    }
}

extension TrialReader {
    /// Reads a section of a record; nil if it is not a section of this program. An invalid value is
    /// reported and has its default.
    fileprivate mutating func recorded<Settings: DeclaredSettings>(_ node: LocatedJSON) -> Settings?
    {
        guard object(node, known: []) != nil else { return nil }
        var settings = Settings()
        let invalid = fill(&settings, from: node)
        let required = Settings.fields.filter(\.isRequired).map(\.name)
        return required.contains { invalid.contains($0) } ? nil : settings
    }

    fileprivate mutating func recordedNetwork(
        _ node: LocatedJSON, needsKind: Bool
    ) -> NetworkSettings? {
        guard var settings: NetworkSettings = recorded(node) else { return nil }
        if let kind = configuration(node, .network, beside: NetworkSettings.names) {
            settings.configuration = kind
        } else if needsKind {
            return nil
        }
        return settings
    }
}

extension JSONValue {
    /// The value at a dotted path, or the value at which the path ends early, such as a name
    /// instead of an object; null if there is none.
    fileprivate func nearest(_ path: String) -> JSONValue {
        path.split(separator: ".").reduce(Optional(self)) { value, key in
            value?.members == nil ? value : value?[String(key)]
        } ?? .null
    }

    /// An object without members of these keys; other values as they are.
    fileprivate func without(_ keys: [String]) -> JSONValue {
        guard let members else { return self }
        return .object(members.filter { !keys.contains($0.key) })
    }

    /// The value without the members of objects that are null.
    fileprivate var withoutNulls: JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.filter { $0.value != .null }.map { .init($0.key, $0.value.withoutNulls) })
        case .array(let elements): .array(elements.map(\.withoutNulls))
        default: self
        }
    }
}
