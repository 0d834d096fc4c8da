package import JSON
package import Vocabulary

/// The settings of a trial as its record contains them.
///
/// Kinds and their settings are taken as they stand, so that reading needs no registries. A setting
/// that a record of an earlier version lacks has its default, which is the value that held then.
package struct RecordedSettings: Sendable, Hashable {
    /// The settings as the record contains them, under their names of now. What lists or compares
    /// all settings of a record, and what is written again, uses these.
    package let json: JSONValue
    /// Nil if the record has none, as that of a run of another program.
    package let dataset: DatasetSettings?
    /// Nil if the record has none, as that of a run of another program.
    package let training: TrainingSettings?
    /// Nil if the record has none, as that of a run of another program.
    package let network: NetworkSettings?

    /// The settings that the record of a trial of this program contains: all but those that say
    /// where the data are on this machine; of checkpoints and manifests the names of the files.
    package init(_ settings: TrialSettings) {
        var settings = settings
        settings.dataset.path = ""
        settings.dataset.phantom = nil
        if let path = settings.dataset.split.values.values["path"]?.text {
            settings.dataset.split.values.values["path"] = .string(Paths.name(of: path))
        }
        settings.network.weights = settings.network.weights.map(Paths.name(of:))
        var json = settings.json
        json["dataset"] = json["dataset"]?.without(DatasetSettings.names(of: .place))
        self.json = json
        dataset = settings.dataset
        training = settings.training
        network = settings.network
    }

    /// Reads the settings in the record of a trial of this program.
    /// - Parameter key: the member of the document that contains them.
    /// - Throws: all that is wrong with them.
    package init(_ document: JSONDocument, key: String = "settings") throws(StudyErrors) {
        let json = RenamedSettings.current(document.value[key] ?? .null)
        let node = Node(json, path: JSONPath([.key(key)])) { path, _ in
            .file(document.file, document.nearestPlace(of: path))
        }
        var reader = TrialReader(catalog: nil)
        self.init(json, node, &reader)
        guard reader.problems.isEmpty else { throw StudyErrors(reader.problems) }
    }

    /// Reads settings of any form, such as the parameters of a run of another program: a section
    /// that is none of this program's is nil, and a value that is none has its default.
    package init(ofAnyProgram json: JSONValue) {
        var reader = TrialReader(catalog: nil)
        self.init(json, Node(json) { _, _ in .file("", nil) }, &reader)
    }

    private init(_ json: JSONValue, _ node: Node, _ reader: inout TrialReader) {
        self.json = json
        dataset = node["dataset"].flatMap { reader.recorded($0) }
        if let dataset, let node = node["dataset"] { _ = reader.fits(dataset, node) }
        training = node["training"].flatMap { reader.recorded($0) }
        network = node["network"].flatMap { reader.recordedNetwork($0) }
    }
}

extension RecordedSettings {
    /// The value at the path of an axis, such as `training.batchSize`, as the record contains it.
    package func value(at path: String) -> JSONValue? {
        path.split(separator: ".").reduce(json) { $0?[String($1)] }
    }

    /// The settings that decide which images a split has; equal for trials on the same images.
    package func images(of split: Split) -> JSONValue {
        guard let dataset else { return json["dataset"] ?? .null }
        var images = DatasetSettings()
        images.path = dataset.path
        images.split = dataset.split
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
        return counted
    }

    /// The network, checked against the kinds of a catalog, with the defaults of its settings.
    /// - Parameter file: the name that errors give.
    /// - Throws: all that is wrong with it.
    package func checkedNetwork(
        _ catalog: Catalog, file: String
    ) throws(StudyErrors) -> NetworkSettings {
        try TrialReader.read(json, catalog: catalog, file: file) { reader, node in
            reader.required("network", in: node, reader.expected(.network)) { $0.network($1) }
        }
    }
}

extension TrialReader {
    /// A section of a record; nil if it is none of this program's. A value that is wrong is
    /// reported and has its default.
    fileprivate mutating func recorded<Settings: DeclaredSettings>(_ node: Node) -> Settings? {
        guard object(node, known: []) != nil else { return nil }
        var settings = Settings()
        let wrong = fill(&settings, from: node)
        let required = Settings.fields.filter(\.isRequired).map(\.name)
        return required.contains { wrong.contains($0) } ? nil : settings
    }

    fileprivate mutating func recordedNetwork(_ node: Node) -> NetworkSettings? {
        guard var settings: NetworkSettings = recorded(node),
            let kind = configuration(node, .network, beside: NetworkSettings.names)
        else { return nil }
        settings.configuration = kind
        return settings
    }
}

extension JSONValue {
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
