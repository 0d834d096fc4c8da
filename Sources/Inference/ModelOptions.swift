package import Images
package import Vocabulary

/// What a command line says of a checkpoint's network; nil where it says nothing, so that the
/// file's own metadata counts.
package struct ModelOptions: Sendable, Hashable {
    package var classes: [String]?
    package var resize: Int?
    package var crop: Int?
    package var interpolation: Interpolation?

    package init(
        classes: [String]? = nil, resize: Int? = nil, crop: Int? = nil,
        interpolation: Interpolation? = nil
    ) {
        self.classes = classes
        self.resize = resize
        self.crop = crop
        self.interpolation = interpolation
    }

    /// - Throws: `PredictionError` that lists every option that contradicts the file's own
    ///   metadata.
    package func check(against own: ModelDescription, kind: String, path: String) throws {
        func list(_ names: [String]) -> String { names.joined(separator: ",") }
        var contradictions: [String] = []
        func compare<T: Equatable>(_ option: String, _ given: T?, _ own: T) {
            guard let given, given != own else { return }
            contradictions.append("--\(option) \(given), but its metadata says \(own)")
        }
        compare("network", kind, own.kind)
        compare("classes", classes.map(list), list(own.classes))
        compare("resize", resize, own.transform.resize)
        compare("crop", crop, own.transform.crop)
        compare("interpolation", interpolation, own.transform.interpolation)
        guard !contradictions.isEmpty else { return }
        throw PredictionError(
            message:
                "\(path): got \(contradictions.joined(separator: "; ")); leave such options out, "
                + "for the file brings its own settings")
    }

    /// The transform of a file that does not bring its own: torchvision's for ImageNet, unless the
    /// options differ.
    /// - Throws: `PredictionError` for a crop beyond the resized image.
    package func transform(path: String) throws -> EvaluationTransform {
        let (resize, crop) = (resize ?? 256, crop ?? 224)
        guard crop > 0, resize >= crop else {
            throw PredictionError(
                message:
                    "\(path): --crop must be positive and at most --resize (\(resize)); got \(crop)"
            )
        }
        return EvaluationTransform(
            resize: resize, crop: crop, interpolation: interpolation ?? .bilinear)
    }
}
