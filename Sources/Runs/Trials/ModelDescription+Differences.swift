import Datasets
import Images
package import Inference
import JSON
package import Studies
import Vocabulary

extension ModelDescription {
    /// The differences between the preprocessing and classes of these weights and those of a trial
    /// that starts from them.
    /// - Parameter keepsHead: whether the last layer is loaded, too, so that the order of the
    ///   classes matters.
    package func differences(
        from settings: TrialSettings, _ data: TrialData, keepsHead: Bool
    ) -> [String] {
        var differences: [String] = []
        func compare<T: Equatable>(_ setting: String, _ checkpoint: T, _ study: T) {
            if checkpoint != study {
                differences.append(
                    "\(setting) \(checkpoint) in the checkpoint, \(study) in the study")
            }
        }
        compare("crop", transform.crop, settings.dataset.crop)
        compare("resize", transform.resize, settings.dataset.resize)
        compare(
            "interpolation", transform.interpolation.rawValue,
            settings.dataset.interpolation.rawValue)
        compare("decode", transform.decode.rawValue, settings.dataset.decode.rawValue)
        compare("window", transform.window.title, settings.dataset.window.title)
        compare(
            "orientation", transform.orientation.rawValue, settings.dataset.orientation.rawValue)
        let numbers = data.normalization.numbers
        if normalization != numbers {
            differences.append(
                "normalization (\(normalization.title)) in the checkpoint, (\(numbers.title)) in the "
                    + "study")
        }
        if keepsHead {
            compare(
                "classes", classes.joined(separator: ", "),
                data.dataset.classes.joined(separator: ", "))
        }
        return differences
    }
}
