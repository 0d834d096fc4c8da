package import Images
package import Vocabulary

/// Command-line options that describe the network of a checkpoint; for an option that is nil, the
/// metadata of the file is used.
package struct ModelOptions: Sendable, Hashable {
    var classes: [String]?
    var resize: Int?
    var crop: Int?
    var interpolation: Interpolation?
    var entry: String?

    /// Creates options as the command line gives them.
    /// - Parameters:
    ///   - classes: the names of the classes, in the order of the logits.
    ///   - resize: the length in pixels to which the shorter side of an image is resized.
    ///   - crop: the side in pixels of the square that is cropped from the center.
    ///   - entry: the entry of the checkpoint that contains the state dict; nil: it is found by the
    ///     names and shapes.
    package init(
        classes: [String]? = nil, resize: Int? = nil, crop: Int? = nil,
        interpolation: Interpolation? = nil, entry: String? = nil
    ) {
        self.classes = classes
        self.resize = resize
        self.crop = crop
        self.interpolation = interpolation
        self.entry = entry
    }

    /// Compares the options with the file's own metadata.
    /// - Throws: `PredictionError` that lists every option that contradicts the metadata.
    package func check(against own: ModelDescription, kind: String, path: String) throws {
        func list(_ names: [String]) -> String { names.joined(separator: ",") }
        var contradictions: [String] = []
        func compare<T: Equatable>(_ option: String, _ given: T?, _ own: T) {
            guard let given, given != own else { return }
            contradictions.append("--\(option) \(given), but the metadata of the file has \(own)")
        }
        compare("network", kind, own.kind)
        compare("classes", classes.map(list), list(own.classes))
        compare("resize", resize, own.transform.resize)
        compare("crop", crop, own.transform.crop)
        compare("interpolation", interpolation, own.transform.interpolation)
        guard !contradictions.isEmpty else { return }
        throw PredictionError(
            "\(path): got \(contradictions.joined(separator: "; ")); remove these options, "
                + "because the file contains its settings")
    }

    /// The transform for a file without metadata: torchvision's for ImageNet (resize 256, crop 224,
    /// bilinear), except for the given options.
    /// - Throws: `PredictionError` if the crop is not positive or larger than the resized image.
    package func transform(path: String) throws -> EvaluationTransform {
        let (resize, crop) = (resize ?? 256, crop ?? 224)
        guard crop > 0, resize >= crop else {
            throw PredictionError(
                "\(path): --crop must be positive and at most --resize (\(resize)); got \(crop)"
            )
        }
        return EvaluationTransform(
            resize: resize, crop: crop, interpolation: interpolation ?? .bilinear)
    }
}
