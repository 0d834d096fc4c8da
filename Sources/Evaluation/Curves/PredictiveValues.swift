/// The predictive values of a test at a prevalence, by Bayes' theorem. The prevalence of a data set
/// is often not that of the patients for whom the test is meant, so that the predictive values in
/// the data set do not apply to them.
package struct PredictiveValues: Sendable, Hashable {
    /// The positive predictive value (PPV): the probability that an image is positive if it is
    /// predicted positive; nil if no image is predicted positive.
    package let positive: Double?
    /// The negative predictive value (NPV): the probability that an image is negative if it is
    /// predicted negative; nil if no image is predicted negative.
    package let negative: Double?

    /// Computes both values.
    /// - Parameters:
    ///   - sensitivity: the fraction of positive images that are predicted positive.
    ///   - specificity: the fraction of negative images that are predicted negative.
    ///   - prevalence: the fraction of positive images.
    /// - Returns: nil if one of them is not a fraction from 0 to 1.
    package init?(sensitivity: Double, specificity: Double, prevalence: Double) {
        let range = 0.0...1
        guard range ~= sensitivity, range ~= specificity, range ~= prevalence else { return nil }
        let truePositives = sensitivity * prevalence
        let falsePositives = (1 - specificity) * (1 - prevalence)
        let trueNegatives = specificity * (1 - prevalence)
        let falseNegatives = (1 - sensitivity) * prevalence
        positive = fraction(truePositives, truePositives + falsePositives)
        negative = fraction(trueNegatives, trueNegatives + falseNegatives)
    }
}
