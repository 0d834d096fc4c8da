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
        self = try TrialReader.read(json, catalog: catalog, file: file) { $0.model($1) }
    }

    fileprivate init(_ network: NetworkSettings, _ dataset: DatasetSettings) {
        self.network = network
        resize = dataset.resize
        crop = dataset.crop
        interpolation = dataset.interpolation
        decode = dataset.decode
        normalize = dataset.normalize
    }
}

extension TrialReader {
    fileprivate mutating func model(_ node: Node) -> ModelSettings? {
        let network = required("network", in: node, expected(.network)) { $0.network($1) }
        let dataset = required("dataset", in: node, "an object with resize and crop") {
            $0.input($1)
        }
        guard let network, let dataset else { return nil }
        return ModelSettings(network, dataset)
    }
}
