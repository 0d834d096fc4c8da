package import Results
import Studies
import Terminal
package import Vocabulary

/// The numbers of images that the trials were trained and evaluated on, in which they may differ.
extension StudyResults {
    /// The settings that decide which images a trial has.
    private static let dataSettings = [
        "dataset", "dataset.path", "dataset.split", "dataset.limit", "dataset.groupPattern",
        "dataset.table",
    ]

    /// Whether trials differ in their images, as the folds of a cross-validation do. If so, the
    /// counts in the lock are those of the first trial.
    package var variesData: Bool { lock.axes.contains(where: Self.variesData) }

    /// Whether configurations differ in their images, and not only the folds of each.
    var variesDataOfConfigurations: Bool {
        lock.axes.contains { !$0.isOfFolds && Self.variesData($0) }
    }

    private static func variesData(_ axis: Study.Axis) -> Bool {
        axis.labels.count > 1
            && dataSettings.contains { path in
                axis.path == path || path != "dataset" && axis.path.hasPrefix(path + ".")
            }
    }

    /// The smallest and the largest number of images of a split that trials were evaluated on,
    /// taken from their predictions if trials differ in their images, otherwise from the lock; nil
    /// if there are none.
    package func imageCounts(_ split: Split) -> ClosedRange<Int>? {
        let total = lock.dataset.total(split)
        guard variesData else { return total > 0 ? total...total : nil }
        let counts = trials.compactMap { $0.predictions[split]?.files.count }.filter { $0 > 0 }
        if let fewest = counts.min(), let most = counts.max() { return fewest...most }
        return total > 0 ? total...total : nil
    }

    /// The number of a split's images: `624 test images`, or `610 to 624 test images` if trials
    /// differ in it.
    package func images(_ split: Split) -> String {
        guard let counts = imageCounts(split) else { return "\(split.title) images" }
        let text =
            counts.lowerBound == counts.upperBound
            ? Formatting.plural(counts.upperBound, "\(split.title) image")
            : "\(Formatting.count(counts.lowerBound)) to \(Formatting.count(counts.upperBound)) \(split.title) images"
        return text + (hasCountsOfFirstOnly(split) ? " in the first configuration" : "")
    }

    /// Whether the number of a split's images is known for the first trial only.
    package func hasCountsOfFirstOnly(_ split: Split) -> Bool {
        variesData && !trials.contains { $0.predictions[split]?.files.isEmpty == false }
    }

    /// The suffix ` in the first configuration` for numbers from the lock if trials differ in their
    /// images, since these numbers then apply to the first trial only; otherwise empty.
    package var ofFirst: String { variesData ? " in the first configuration" : "" }
}
