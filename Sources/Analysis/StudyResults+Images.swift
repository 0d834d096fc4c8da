package import Results
package import Studies
package import Terminal
package import Vocabulary

/// How many images trials were trained and measured on, where they differ in that.
extension StudyResults {
    /// The settings that decide which images a trial has.
    private static let dataSettings = [
        "dataset", "dataset.path", "dataset.split", "dataset.limit", "dataset.groupPattern",
    ]

    /// Whether trials differ in their images, as folds do. The counts of the lock are then those of
    /// the first trial.
    package var variesData: Bool {
        lock.axes.contains { axis in
            axis.labels.count > 1
                && Self.dataSettings.contains { path in
                    axis.path == path || path != "dataset" && axis.path.hasPrefix(path + ".")
                }
        }
    }

    /// The fewest and the most images of a split that trials were measured on: by their predictions
    /// where trials differ in their images, else by the lock; nil where neither has any.
    package func imageCounts(_ split: Split) -> ClosedRange<Int>? {
        let total = lock.dataset.total(split)
        guard variesData else { return total > 0 ? total...total : nil }
        let counts = trials.compactMap { $0.predictions[split]?.files.count }.filter { $0 > 0 }
        if let fewest = counts.min(), let most = counts.max() { return fewest...most }
        return total > 0 ? total...total : nil
    }

    /// Such as `624 test images`; `610 to 624 test images` where trials differ in them.
    package func images(_ split: Split) -> String {
        guard let counts = imageCounts(split) else { return "\(split.title) images" }
        let text =
            counts.lowerBound == counts.upperBound
            ? Numbers.plural(counts.upperBound, "\(split.title) image")
            : "\(Numbers.count(counts.lowerBound)) to \(Numbers.count(counts.upperBound)) \(split.title) images"
        return text + (isCountedOnFirst(split) ? " in the first configuration" : "")
    }

    /// Whether the count of a split's images is known of the first trial alone.
    package func isCountedOnFirst(_ split: Split) -> Bool {
        variesData && !trials.contains { $0.predictions[split]?.files.isEmpty == false }
    }

    /// ` in the first configuration` where trials differ in their images: what follows from the
    /// lock's counts is then said of the first trial alone; else empty.
    package var ofFirst: String { variesData ? " in the first configuration" : "" }
}
