import Evaluation
import Markup
import Results
import Terminal

/// The sentences on the calibration slope and intercept of an evaluation.
struct RecalibrationText {
    let record: EvaluationRecord

    /// Nil without a positive class, and for an evaluation of an earlier version.
    var markdown: Markdown? {
        guard let recalibration = record.recalibration, let positive = record.positiveClass else {
            return nil
        }
        let (slope, intercept, inTheLarge): (Figure, Figure, Figure)
        switch recalibration {
        case .undefined(let reason):
            return
                "Calibration slope and intercept are undefined, because \(Self.text(reason))."
        case .fitted(let first, let second, let third):
            (slope, intercept, inTheLarge) = (first, second, third)
        }
        let hasIntervals = [slope, intercept, inTheLarge].allSatisfy { $0.interval != nil }
        let missing: Markdown =
            hasIntervals
            ? ""
            : " A missing interval means that the regression is undefined for a fifth of the bootstrap samples or more, because a probability separates the classes."
        let inside = record.shift?.recalibration.map { " \(internalText($0))" as Markdown } ?? ""
        return
            "Logistic recalibration, the regression of the class on the logit of the probability of \(positive), with 95% bootstrap intervals: slope \(Self.text(slope)) (1 is ideal; below 1, the probabilities are too extreme), intercept \(Self.text(intercept)) (0 is ideal), and calibration in the large \(Self.text(inTheLarge)), which is the intercept with the slope 1 (0 is ideal; below 0, the probabilities of \(positive) are too large on average).\(missing)\(inside)"
    }

    private typealias Figure = EvaluationRecord.Figure

    private func internalText(_ recalibration: EvaluationRecord.Recalibration) -> Markdown {
        switch recalibration {
        case .undefined(let reason):
            "On the internal test images they are undefined, because \(Self.text(reason))."
        case .fitted(let slope, _, let inTheLarge):
            "On the internal test images, the slope is \(Self.text(slope)) and the calibration in the large \(Self.text(inTheLarge))."
        }
    }

    private static func text(_ figure: Figure) -> String {
        let value = Formatting.fixed(figure.value, 2)
        let interval = figure.interval.map { Formatting.plainRange($0, decimals: 2) } ?? "–"
        return "\(value) (95%: \(interval))"
    }

    private static func text(_ reason: LogisticRecalibration.Omission) -> String {
        switch reason {
        case .oneClass: "all images have one class"
        case .equalProbabilities: "all images have the same probability"
        case .separation: "a probability separates the images of both classes"
        }
    }
}
