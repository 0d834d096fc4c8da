import Evaluation
import Markup
import Results
import Terminal
import Vocabulary

/// The sentences on the difference between the evaluated images and the internal test images.
struct ShiftText {
    let record: EvaluationRecord

    /// The sentences on what differs between the images here and those of the study.
    var markdown: Markdown? {
        guard let shift = record.shift, let positive = record.positiveClass,
            let here = record.prevalence, let there = shift.prevalence,
            let probability = record.meanProbability, let usual = shift.meanProbability
        else { return nil }
        let text: Markdown =
            "\(Formatting.percent(here)) of these images are \(positive), and \(Formatting.percent(there)) of the \(Formatting.count(shift.images)) internal \(shift.split.title) images; the mean probability of \(positive) is \(Formatting.fixed(probability, 3)) here and \(Formatting.fixed(usual, 3)) there. Accuracy, precision, F1, MCC, average precision, log loss, Brier score and calibration depend on that fraction. Sensitivity, specificity and AUROC do not depend on it directly, but change with the severity and mix of cases."
        return [text, scores(shift, positive), looks(shift)].compactMap { $0 }
            .joined(separator: " ")
    }

    /// The sentence on the distributions of the scores in both sets.
    private func scores(_ shift: EvaluationRecord.Internal, _ positive: String) -> Markdown? {
        let parts = shift.scoreDistances.sorted { $0.key < $1.key }.map {
            "\(Formatting.fixed($1, 3)) for images of \($0)"
        }
        guard !parts.isEmpty else { return nil }
        return
            "The distance between the distributions of the probability of \(positive) in both sets (Kolmogorov and Smirnov; 0 if equal, 1 if disjoint) is \(Formatting.list(parts))."
    }

    /// The sentence on what the images of both sets look like.
    private func looks(_ shift: EvaluationRecord.Internal) -> Markdown? {
        guard let here = record.images.look, let there = shift.look else { return nil }
        func text(_ look: ImageStatistics) -> String {
            "\(look.width) x \(look.height) pixels, brightness \(Formatting.fixed(look.brightness, 3)) (SD \(Formatting.fixed(look.brightnessSD, 3))), contrast \(Formatting.fixed(look.contrast, 3))"
        }
        let sample =
            here.images < record.images.total
            ? "; \(Formatting.count(here.images)) of these images were looked at" : ""
        return
            "What the images look like (median size; brightness and contrast are the mean and the standard deviation of an image's pixels, from 0 to 1): \(text(here)) here, and \(text(there)) in the internal set\(sample)."
    }
}
