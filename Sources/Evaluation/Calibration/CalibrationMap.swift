import Foundation

/// A calibration: a map from predicted probabilities to probabilities that match observed
/// fractions better. It is fitted to predictions that were not used for training, usually those of
/// the validation split.
package enum CalibrationMap: Sendable, Hashable {
    /// One temperature for all classes.
    case temperature(TemperatureScaling)
    /// A sigmoid function of the logit of two classes.
    case platt(PlattScaling)
    /// A nondecreasing function of the probability of two classes.
    case isotonic(IsotonicCalibration)

    /// The methods of calibration.
    package enum Method: String, Sendable, CaseIterable {
        /// Temperature scaling, for two or more classes.
        case temperature
        /// Platt scaling, for two classes.
        case platt
        /// Isotonic regression, for two classes.
        case isotonic
    }

    /// Fits a map to predictions, by weight.
    /// - Returns: nil if all images have the weight 0. Platt scaling and isotonic regression also
    ///   need two classes with images each.
    package init?(_ method: Method, fit predictions: WeightedPredictions) {
        let map: CalibrationMap? =
            switch method {
            case .temperature: TemperatureScaling(fit: predictions).map { .temperature($0) }
            case .platt: PlattScaling(fit: predictions).map { .platt($0) }
            case .isotonic: IsotonicCalibration(fit: predictions).map { .isotonic($0) }
            }
        guard let map else { return nil }
        self = map
    }

    /// The method of this map.
    package var method: Method {
        switch self {
        case .temperature: .temperature
        case .platt: .platt
        case .isotonic: .isotonic
        }
    }

    /// The calibrated probabilities, `[N, K]`; those of an image add up to 1.
    /// - Parameters:
    ///   - probabilities: predicted probabilities, `[N, K]`, those of an image adding up to 1.
    ///   - classes: the number of classes, K; 2 unless the method is `temperature`.
    package func apply(to probabilities: [Double], classes: Int) -> [Double] {
        switch self {
        case .temperature(let map): map.apply(to: probabilities, classes: classes)
        case .platt(let map): map.apply(to: probabilities, classes: classes)
        case .isotonic(let map): map.apply(to: probabilities, classes: classes)
        }
    }

    /// The logarithm of a probability, which is the logit of a class up to a constant of the image.
    /// Probabilities below 2^-149 count as 2^-149, the smallest number above 0 in single precision,
    /// in which networks compute them; the logarithm is therefore at least -103.3.
    static func logarithm(_ probability: Double) -> Double { log(max(probability, 0x1p-149)) }

    /// The logit of one of two classes, from its probability and that of the other class.
    static func logit(_ positive: Double, _ other: Double) -> Double {
        logarithm(positive) - logarithm(other)
    }

    /// The probabilities of two classes, `[N, 2]`, from those of the positive class and the other
    /// one.
    static func mapped(
        _ probabilities: [Double], positive: Int,
        _ map: (_ positive: Double, _ other: Double) -> (positive: Double, other: Double)
    ) -> [Double] {
        var result = probabilities
        for first in stride(from: 0, to: probabilities.count, by: 2) {
            let (a, b) = (first + positive, first + 1 - positive)
            (result[a], result[b]) = map(probabilities[a], probabilities[b])
        }
        return result
    }
}
