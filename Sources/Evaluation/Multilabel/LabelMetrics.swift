import Tensors

/// The metrics of predictions of several labels.
package enum LabelMetrics {
    /// The specificity at which the sensitivity of a label is reported, and the reverse.
    package static let fixedRate = 0.9

    /// The metrics of one label, in the order of tables. Those of `EvaluationMetrics` are computed
    /// for the two classes negative and positive of the label.
    package static let all: [any Metric] = [
        AreaUnderROC(), AveragePrecision(), SensitivityAtSpecificity(fixedRate),
        SpecificityAtSensitivity(fixedRate), Sensitivity(), Specificity(), Precision(), F1(),
        LogLoss(), BrierScore(), CalibrationError(),
    ]

    /// The metric of one label: that of the positive class against the negative one; for metrics
    /// without such a value, the value over both classes.
    /// - Parameter predictions: the images of the label, as `WeightedLabelPredictions.of(_:)`
    ///   returns them.
    /// - Returns: nil unless there are positive and negative images, by weight, and if the metric
    ///   is undefined.
    package static func value(_ metric: any Metric, _ predictions: WeightedPredictions) -> Double? {
        guard hasBothClasses(predictions) else { return nil }
        return metric.value(predictions, of: 1) ?? metric.value(predictions)
    }

    /// The value that a label contributes to the mean over the labels ("macro"). The precision of a
    /// label that is never predicted is 0 in it, as in scikit-learn.
    static func macroValue(_ metric: any Metric, _ predictions: WeightedPredictions) -> Double? {
        guard hasBothClasses(predictions) else { return nil }
        return metric.macroValue(predictions, of: 1) ?? metric.value(predictions)
    }

    private static func hasBothClasses(_ predictions: WeightedPredictions) -> Bool {
        var (positive, negative) = (false, false)
        for (label, weight) in zip(predictions.labels, predictions.weights) where weight > 0 {
            if label == 1 { positive = true } else { negative = true }
            if positive && negative { return true }
        }
        return false
    }
}

extension WeightedLabelPredictions {
    /// A metric of one label; nil if it is undefined, see `undefined(_:of:)`.
    package func value(_ metric: any Metric, of label: Int) -> Double? {
        of(label).flatMap { LabelMetrics.value(metric, $0) }
    }

    /// The reason for which a metric of a label is undefined; nil if it is defined.
    package func undefined(_ metric: any Metric, of label: Int) -> UndefinedLabelMetric? {
        if value(metric, of: label) != nil { return nil }
        if counts[label].known == 0 { return .allIgnored }
        if counts[label].positive == 0 { return .noPositive }
        return counts[label].negative == 0 ? .noNegative : .neverPredicted
    }

    /// The mean of a metric over the labels in `evaluated` ("macro"), as scikit-learn's
    /// `average="macro"`; nil if there is no such label.
    ///
    /// In a resample, labels without positive or negative images in it are left out.
    package func macro(_ metric: any Metric) -> Double? {
        Statistics.mean(
            evaluated.compactMap { label in
                of(label).flatMap { LabelMetrics.macroValue(metric, $0) }
            })
    }

    /// A metric of all known entries of the labels in `evaluated` together ("micro"), as
    /// scikit-learn's `average="micro"`; nil if it is undefined.
    package func micro(_ metric: any Metric) -> Double? {
        pooled(evaluated).flatMap { LabelMetrics.value(metric, $0.predictions) }
    }

    /// The exact match ratio, also called subset accuracy: the weighted fraction of images whose
    /// labels are all predicted correctly. Ignored labels are left out, and so are images without a
    /// known label; nil if no image is left.
    package var exactMatch: Double? {
        var (correct, total) = (0.0, 0.0)
        for image in 0..<count where predictions.truth.hasKnown(image) {
            total += weights[image]
            if (0..<labels).allSatisfy({ isCorrect(image, $0) ?? true }) {
                correct += weights[image]
            }
        }
        return fraction(correct, total)
    }

    /// The Hamming loss: the weighted fraction of known entries that are predicted incorrectly; nil
    /// if all entries are ignored.
    package var hammingLoss: Double? {
        var (incorrect, total) = (0.0, 0.0)
        for image in 0..<count {
            for label in 0..<labels {
                guard let isCorrect = isCorrect(image, label) else { continue }
                total += weights[image]
                if !isCorrect { incorrect += weights[image] }
            }
        }
        return fraction(incorrect, total)
    }

    /// True if the label is predicted correctly at its threshold; nil if it is ignored.
    private func isCorrect(_ image: Int, _ label: Int) -> Bool? {
        let state = predictions.truth[image, label]
        guard state != .ignored else { return nil }
        let isPredicted = predictions.probability(image, of: label) >= thresholds[label]
        return isPredicted == (state == .positive)
    }
}

/// The reason for which a metric of a label is undefined.
package enum UndefinedLabelMetric: String, Sendable, Hashable, CaseIterable,
    CustomStringConvertible
{
    /// The label is ignored for every image.
    case allIgnored
    /// The label is positive for no image.
    case noPositive
    /// The label is negative for no image.
    case noNegative
    /// The label is predicted for no image, so that its precision is undefined.
    case neverPredicted

    package var description: String {
        switch self {
        case .allIgnored: "no known image"
        case .noPositive: "no positive image"
        case .noNegative: "no negative image"
        case .neverPredicted: "never predicted"
        }
    }
}
