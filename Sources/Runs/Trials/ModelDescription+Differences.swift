package import Datasets
package import Images
package import Inference
package import JSON
package import Studies
package import Vocabulary

extension ModelDescription {
    /// Where a trial that starts from these weights sees images, or names classes, otherwise than
    /// they were trained.
    /// - Parameter keepsHead: whether the last layer is loaded too, so that the order of the
    ///   classes counts.
    package func differences(
        from settings: TrialSettings, _ data: TrialData, keepsHead: Bool
    ) -> [String] {
        var differences: [String] = []
        func compare<T: Equatable>(_ what: String, _ own: T, _ here: T) {
            if own != here { differences.append("\(what) \(own) there, \(here) here") }
        }
        compare("crop", transform.crop, settings.dataset.crop)
        compare("resize", transform.resize, settings.dataset.resize)
        compare(
            "interpolation", transform.interpolation.rawValue,
            settings.dataset.interpolation.rawValue)
        compare("decode", transform.decode.rawValue, settings.dataset.decode.rawValue)
        let here = data.normalization.numbers
        if normalization != here {
            differences.append("normalization (\(normalization.title)) there, (\(here.title)) here")
        }
        if keepsHead {
            compare(
                "classes", classes.joined(separator: ", "),
                data.dataset.classes.joined(separator: ", "))
        }
        return differences
    }
}
