package import JSON
package import Vocabulary

/// The settings of a trial that make predictions of images: its network, and how an image becomes
/// the network's input.
package struct ModelSettings: Sendable, Hashable {
    package let network: NetworkSettings
    /// Pixels of the shorter side after resizing.
    package let resize: Int
    /// Pixels of the square that is cut from the centre of the resized image.
    package let crop: Int
    package let interpolation: Interpolation
    package let decode: DecodeMode
    package let normalize: DatasetSettings.Normalize

    /// Reads these settings from the JSON of a `TrialSettings`, all others unread.
    /// - Parameters:
    ///   - catalog: needs networks and heads alone.
    ///   - file: the name that errors give.
    /// - Throws: `StudyErrors` with all that is wrong with them.
    package init(json: JSONValue, catalog: Catalog, file: String) throws(StudyErrors) {
        let node = Node(json) { _, _ in .file(file, nil) }
        var reader = TrialReader(catalog: catalog) { path, _ in path }
        guard let settings = reader.model(node) else { throw StudyErrors(reader.problems) }
        self = settings
    }

    fileprivate init(
        network: NetworkSettings, values: SettingValues, interpolation: Interpolation,
        decode: DecodeMode, normalize: DatasetSettings.Normalize
    ) {
        self.network = network
        resize = values.integer("resize")
        crop = values.integer("crop")
        self.interpolation = interpolation
        self.decode = decode
        self.normalize = normalize
    }
}

extension TrialReader {
    fileprivate mutating func model(_ node: Node) -> ModelSettings? {
        let names = ["resize", "crop", "interpolation", "decode"]
        let plain = Catalog.datasetSettings.filter { names.contains($0.name) }
        let network = required("network", in: node, expected(catalog.network)) { $0.network($1) }
        let dataset = required("dataset", in: node, "an object with resize and crop") {
            reader, dataset in
            reader.settings(dataset, plain).flatMap { values in
                reader.normalize(dataset["normalize"]).map { (values, $0) }
            }
        }
        guard let network, let (values, normalize) = dataset,
            let members = node["dataset"]?.members,
            fits(
                crop: values.integer("crop"), resize: values.integer("resize"),
                Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }),
            let interpolation = Interpolation(rawValue: values.string("interpolation")),
            let decode = DecodeMode(rawValue: values.string("decode"))
        else { return nil }
        return ModelSettings(
            network: network, values: values, interpolation: interpolation, decode: decode,
            normalize: normalize)
    }
}
