extension CalibrationMap {
    /// The number of parts of the cross-validation.
    private static let folds = 5

    /// The method with the smallest log loss in a five-fold cross-validation, fitted to all
    /// predictions. Image `i` belongs to fold `i mod 5`, so the choice is the same in every run.
    ///
    /// A fit to all predictions could not be compared on the same predictions: isotonic regression
    /// follows them most closely.
    /// - Parameter predictions: predictions that were not used for training, each with weight 1.
    /// - Returns: nil if no calibration has a smaller log loss than the probabilities as they are,
    ///   and if there are too few images for a fit.
    package static func chosen(for predictions: WeightedPredictions) -> CalibrationMap? {
        guard let usual = LogLoss().value(predictions) else { return nil }
        let losses = Method.allCases.compactMap { method in
            heldOutLoss(method, predictions).map { (method: method, loss: $0) }
        }
        guard let best = losses.min(by: { $0.loss < $1.loss }), best.loss < usual else {
            return nil
        }
        return CalibrationMap(best.method, fit: predictions)
    }

    /// The mean log loss of images whose fold had no part in the fit; nil if a fit is not possible.
    private static func heldOutLoss(
        _ method: Method, _ predictions: WeightedPredictions
    ) -> Double? {
        if method != .temperature, !predictions.isBinary { return nil }
        var (sum, count) = (0.0, 0.0)
        for fold in 0..<folds {
            let isHeldOut = predictions.labels.indices.map { $0 % folds == fold }
            guard isHeldOut.contains(true) else { continue }
            let rest = predictions.weighted(by: isHeldOut.map { $0 ? 0 : 1 })
            guard let map = CalibrationMap(method, fit: rest),
                let calibrated = predictions.calibrated(by: map),
                let loss = LogLoss().value(calibrated.weighted(by: isHeldOut.map { $0 ? 1 : 0 }))
            else { return nil }
            let images = Double(isHeldOut.count { $0 })
            sum += loss * images
            count += images
        }
        return count > 0 ? sum / count : nil
    }
}

extension WeightedPredictions {
    /// The predictions with calibrated probabilities, each with weight 1; nil if they are invalid.
    fileprivate func calibrated(by map: CalibrationMap) -> WeightedPredictions? {
        let probabilities = map.apply(
            to: labels.indices.flatMap { Array(row($0)) }, classes: classes)
        return try? WeightedPredictions(
            Predictions(labels: labels, probabilities: probabilities, classes: classes),
            positive: positive)
    }
}
