/// The expected calibration error: how far, in the mean over images, the probability of the class
/// that an image was given lies from the share of right answers among those of like probability, in
/// fifteen bins of equal width (Guo et al. 2017).
package struct CalibrationError: Measure {
    package init() {}

    package var name: String { "ece" }
    package var title: String { "calibration error (ECE)" }
    package var isMoreBetter: Bool { false }

    package func value(_ answers: Answers) -> Double? {
        Reliability(answers, bins: Reliability.usualBins).error
    }

    package func value(_ answers: Answers, of column: Int) -> Double? {
        Reliability(answers, of: column, bins: Reliability.usualBins).error
    }
}
