import Foundation

/// The logistic recalibration of probabilities (Cox 1958; Van Calster et al. 2019), which describes
/// how well they are calibrated: the regression `logit P(positive) = intercept + slope f` on the
/// logit f of the predicted probability, fitted by maximum likelihood to the evaluated images.
///
/// A perfectly calibrated model has slope 1 and intercept 0. A slope below 1 means that the
/// probabilities are too extreme. The calibration in the large is the intercept with the slope
/// fixed at 1; it is below 0 if the probabilities of the positive class are too large on average.
///
/// It is never applied to predictions.
package struct LogisticRecalibration: Sendable, Hashable {
    /// The factor of the logit.
    package let slope: Double
    /// The constant.
    package let intercept: Double
    /// The constant with the slope 1.
    package let inTheLarge: Double

    /// A reason why the regression has no unique finite solution.
    package enum Omission: String, Error, CaseIterable {
        /// All images have one class.
        case oneClass = "one class"
        /// All images have the same probability.
        case equalProbabilities = "equal probabilities"
        /// A probability separates the images of both classes.
        case separation
    }

    /// Fits the regression, by weight.
    /// - Parameters:
    ///   - predictions: predictions of two classes with a positive class.
    ///   - start: an approximate solution, from which the search starts.
    /// - Throws: the reason why the regression is undefined.
    package init(
        fit predictions: WeightedPredictions, from start: LogisticRecalibration? = nil
    ) throws(Omission) {
        precondition(predictions.isBinary)
        guard let positive = predictions.positive else { preconditionFailure("no positive class") }
        let images = predictions.labels.indices.filter { predictions.weights[$0] > 0 }
        let logits = images.map {
            CalibrationMap.logit(
                predictions.probability($0, of: positive),
                predictions.probability($0, of: 1 - positive))
        }
        let targets = images.map { predictions.labels[$0] == positive ? 1.0 : 0 }
        let weights = images.map { predictions.weights[$0] }
        if let omission = Self.omission(logits, targets) { throw omission }
        // The fit is that of 1 / (1 + exp(a f + b)). It starts from the slope 0, because with
        // saturated probabilities the derivatives are 0 at the slope 1.
        let fit = PlattFit(
            logits: logits, targets: targets, weights: weights,
            start: (-(start?.slope ?? 0), -(start?.intercept ?? 0)))
        let (a, b) = fit.minimum()
        slope = -a
        intercept = -b
        inTheLarge = Self.constant(logits, targets, weights, start?.inTheLarge ?? 0)
    }

    /// - Parameter targets: 1 for images of the positive class, 0 for others.
    private static func omission(_ logits: [Double], _ targets: [Double]) -> Omission? {
        let positive = zip(logits, targets).filter { $0.1 == 1 }.map(\.0)
        let negative = zip(logits, targets).filter { $0.1 == 0 }.map(\.0)
        guard let lowest = positive.min(), let highest = positive.max(),
            let low = negative.min(), let high = negative.max()
        else { return .oneClass }
        if min(lowest, low) == max(highest, high) { return .equalProbabilities }
        return lowest >= high || low >= highest ? .separation : nil
    }

    /// The constant c of the smallest log loss of `1 / (1 + exp(-f - c))`, where the derivative is
    /// 0: Newton's method between bounds, which are halved if a step leaves them.
    private static func constant(
        _ logits: [Double], _ targets: [Double], _ weights: [Double], _ start: Double
    ) -> Double {
        let bound = (logits.map(abs).max() ?? 0) + 40
        var (low, high, constant) = (-bound, bound, start)
        for _ in 0..<200 {
            var (first, second) = (0.0, 0.0)
            for image in logits.indices {
                let exponent = logits[image] + constant
                let (p, q) = (1 / (1 + exp(-exponent)), 1 / (1 + exp(exponent)))
                first += weights[image] * (targets[image] - p)
                second += weights[image] * p * q
            }
            if first > 0 { low = constant } else { high = constant }
            let step = constant + first / second
            let next = step > low && step < high ? step : (low + high) / 2
            let change = abs(next - constant)
            constant = next
            if change <= 1e-13 * max(1, abs(constant)) { break }
        }
        return constant
    }
}
