/// The expected calibration error: the mean over images of the distance between the mean
/// probability of the predicted class and the fraction of correct predictions, in fifteen bins of
/// equal width (Guo et al. 2017).
package struct CalibrationError: Metric {
    package init() {}

    package var name: String { "ece" }
    package var title: String { "calibration error (ECE)" }
    package var isMoreBetter: Bool { false }

    package func value(_ predictions: WeightedPredictions) -> Double? {
        Reliability(predictions, bins: Reliability.usualBins).error
    }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        Reliability(predictions, of: column, bins: Reliability.usualBins).error
    }
}
