import Analysis
import Evaluation
import Results
import Terminal

/// The confusion matrix of every group; with many classes, that of the first group only.
struct ConfusionChart: Chart {
    var name: String { "confusion" }
    var title: String { "Confusion matrices" }
    var part: ReportPart { .predictions }

    /// With more classes, one matrix needs the whole width.
    private static let fewClasses = 4
    static let mostClasses = 16

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        let classes = analysis.results.lock.dataset.classes
        let all = analysis.groupsWithPredictions
        guard !all.isEmpty, classes.count <= Self.mostClasses else { return nil }
        let shown = groups(analysis, all, isFew: classes.count <= Self.fewClasses)
        let blocks = shown.compactMap { block($0, analysis, classes) }
        guard blocks.count == shown.count else { return nil }
        let images = analysis.results.images(analysis.comparison.split)
        let selection =
            shown.count == all.count
            ? ""
            : shown.count == 1
                ? " Shown: \(shown[0].label), the first in the results."
                : " Shown: the first \(shown.count) of \(Formatting.count(all.count)) in the results."
        let noun = analysis.results.repeatNoun
        return drawing(
            title: title, of: images,
            note: (analysis.hasSeeds ? "Numbers are sums over the \(noun)s." : "One \(noun).")
                + selection, blocks)
    }

    /// The drawing of confusion matrices.
    /// - Parameter images: the images, for the note.
    func drawing(
        title: String, of images: String, note: String?, _ blocks: [HeatMap.Block]
    ) -> Drawing {
        let map = HeatMap(
            name: name, title: title,
            notes: ["Percentage and number of the images of each actual class; \(images)."]
                + (note.map { [$0] } ?? []), range: 0...1, blocks: blocks,
            detailColumn: "images", columnTitle: "predicted class")
        return Drawing(
            data: map.data, script: map.script,
            caption:
                "Rows: actual class; columns: predicted class. The diagonal counts correct predictions."
        )
    }

    /// The groups that are shown, in the study's order: all, or the first of the results if there
    /// are too many.
    private func groups(
        _ analysis: StudyAnalysis, _ all: [TrialGroup], isFew: Bool
    ) -> [TrialGroup] {
        let most = isFew ? GroupLayout.mostSpotlights : 1
        guard all.count > most else { return all }
        let best = analysis.comparison.scores.map(\.group.name)
            .filter { name in all.contains { $0.name == name } }.prefix(most)
        return all.filter { best.contains($0.name) }
    }

    private func block(
        _ group: TrialGroup, _ analysis: StudyAnalysis, _ classes: [String]
    ) -> HeatMap.Block? {
        let matrices = analysis.predictions(group, analysis.comparison.split)
            .map { ConfusionMatrix($0).counts }
        // The sum over the trials is a whole number, a mean may not be.
        let sums = classes.indices.map { row in
            classes.indices.map { column in matrices.reduce(0) { $0 + $1[row][column] } }
        }
        return Self.block(title: group.label, classes, sums)
    }

    /// The table of a confusion matrix.
    /// - Parameter counts: the number of images by actual and predicted class.
    static func block(
        title: String, _ classes: [String], _ counts: [[Double]]
    ) -> HeatMap.Block {
        let cells = counts.map { counts -> [HeatMap.Value] in
            let total = counts.reduce(0, +)
            return counts.map { count in
                let fraction = total > 0 ? count / total : 0
                return HeatMap.Value(
                    value: fraction,
                    text: total > 0 ? Formatting.percent(fraction, decimals: 0) : "–",
                    detail: (count, Formatting.count(Int(count.rounded()))))
            }
        }
        return HeatMap.Block(
            title: title, rows: classes.map { "actual \($0)" },
            columns: classes, cells: cells)
    }
}
