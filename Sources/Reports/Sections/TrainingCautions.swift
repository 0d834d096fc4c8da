import Analysis
import Evaluation
import Foundation
import JSON
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The signs in the training that make results doubtful, each with its numbers: very large losses,
/// thresholds far from 0.5, validation far above test, frozen layers with random weights.
struct TrainingCautions {
    let analysis: StudyAnalysis

    /// The largest loss that is not reported, as a multiple of the loss of equal probabilities for
    /// all classes.
    static let absurdLoss = 10.0
    /// The largest loss that is not reported if the loss is of another program, whose formula is
    /// unknown.
    static let absurdUnknownLoss = 1e6
    /// The thresholds that are not reported as far from 0.5.
    static let usualThresholds = 0.2...0.8
    private static let mostNames = 4

    private var results: StudyResults { analysis.results }

    var notes: [Markdown] { losses + thresholds + validation + frozen }

    /// The note on very large losses: for each trial the largest one of any epoch and split.
    private var losses: [Markdown] {
        let classes = max(2, results.lock.dataset.classes.count)
        let uniform = log(Double(classes))
        var isCrossEntropy = true
        let found = results.trials.compactMap { trial -> Markdown? in
            let kind = lossKind(trial)
            let limit = kind == nil ? Self.absurdUnknownLoss : Self.absurdLoss * uniform
            let all = trial.epochs.flatMap { epoch in
                epoch.metrics.map { (epoch.epoch, $0, $1.loss) }
            }.filter { $0.2.isFinite }
            guard let worst = all.max(by: { ($0.2, $1.0) < ($1.2, $0.0) }),
                worst.2 > limit
            else { return nil }
            isCrossEntropy = isCrossEntropy && kind == "crossEntropy"
            return "\(Markdown.code(trial.entry.id)) (\(Formatting.significant(worst.2)) on the "
                + "\(worst.1.title) images after epoch \(worst.0))"
        }
        guard !found.isEmpty else { return [] }
        let reference =
            isCrossEntropy
            ? "; equal probabilities for all classes give \(Formatting.significant(uniform))"
            : ""
        return [
            "The loss became very large in \(listed(found))\(reference). Such training has nearly diverged; try a lower "
                + "learning rate first."
        ]
    }

    /// The kind of a trial's loss: `crossEntropy` only without class weights, which change its
    /// scale. Nil if the formula is unknown, as for trials of other programs.
    private func lossKind(_ trial: TrialResult) -> String? {
        guard let loss = trial.record.settings.loss else {
            return results.lock.origin == nil ? "crossEntropy" : nil
        }
        let isPlain = [.null, "none"].contains(loss.values.values["classWeights"] ?? .null)
        return loss.kind == "crossEntropy" && !isPlain ? "weighted" : loss.kind
    }

    private var thresholds: [Markdown] {
        guard let positive = analysis.positiveClass else { return [] }
        let moved = results.trials.compactMap { trial -> Markdown? in
            guard let threshold = analysis.threshold(trial),
                !Self.usualThresholds.contains(threshold.value)
            else { return nil }
            return "\(Markdown.code(trial.entry.id)) (\(Formatting.fixed(threshold.value, 3)))"
        }
        guard !moved.isEmpty else { return [] }
        return [
            "The threshold for \(positive) that was chosen on validation is far from 0.5 in \(listed(moved)): the probabilities "
                + "are poorly calibrated, or the validation images are too few or differ from the training images."
        ]
    }

    /// The note on configurations whose validation accuracy is significantly above their test
    /// accuracy, corrected for the number of configurations.
    private var validation: [Markdown] {
        guard analysis.comparison.split == .test else { return [] }
        let dataset = results.lock.dataset
        // Images of one patient are correlated, so patients are counted if they are known.
        func count(_ split: Split) -> Int {
            (results.variesData ? nil : dataset.patients?[split])
                ?? results.imageCounts(split)?.lowerBound ?? 0
        }
        let pairs = analysis.groups.compactMap { group -> (TrialGroup, Double, Double, Double)? in
            guard let val = Statistics.mean(group.bestAccuracies(.val)),
                let test = Statistics.mean(group.bestAccuracies(.test)),
                let p = Statistics.twoProportions(val, count(.val), test, count(.test))
            else { return nil }
            return (group, val, test, p)
        }
        let corrected = Statistics.holm(pairs.map(\.3))
        let found = zip(pairs, corrected).filter {
            $0.0.1 > $0.0.2 && $0.1 < Comparison.level
        }.map { pair, p -> Markdown in
            "\(pair.0.label) (\(Formatting.percent(pair.1)) on validation, \(Formatting.percent(pair.2)) on test; \(Formatting.pValue(p)))"
        }
        guard !found.isEmpty else { return [] }
        let isOfImages = results.variesData || dataset.patients?[.test] == nil
        let unit = isOfImages ? "images" : "patients"
        return [
            "Validation accuracy is significantly higher than test accuracy for \(listed(found)) (z-test of two proportions "
                + "over \(Formatting.count(count(.val))) and \(Formatting.count(count(.test))) \(unit), corrected by Holm's "
                + "method). The validation images may be easier, or more similar to the training images; and if an epoch was "
                + "chosen on them, their accuracy is biased upwards."
        ]
    }

    private var frozen: [Markdown] {
        let random = results.trials.filter { trial in
            guard let network = trial.record.settings.network else { return false }
            return trial.record.weights == nil && network.weights == nil && network.train != .all
        }
        guard !random.isEmpty else { return [] }
        return [
            "The frozen layers have random weights in \(listed(random.map { Markdown.code($0.entry.id) })), so only the last "
                + "layers were trained, on random features."
        ]
    }

    private func listed(_ names: [Markdown]) -> Markdown {
        guard names.count > Self.mostNames else { return Formatting.list(names) }
        let shown = names.prefix(Self.mostNames - 1).joined(separator: ", ")
        return "\(shown) and \(names.count - Self.mostNames + 1) more"
    }
}
