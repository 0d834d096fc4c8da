extension CalibrationMap {
    /// The number of parts of the cross-validation.
    private static let folds = 5

    /// The method with the smallest log loss in a five-fold cross-validation, fitted to all
    /// predictions. Patients, or images without a patient, are numbered in the order in which they
    /// occur, and number `i` belongs to fold `i mod 5`: the images of a patient are in one fold,
    /// and the choice is the same in every run.
    ///
    /// A fit to all predictions could not be compared on the same predictions: isotonic regression
    /// follows them most closely.
    /// - Parameters:
    ///   - predictions: predictions that were not used for training, each with weight 1.
    ///   - groups: the patient or other group of each image, `[N]`; nil where it is unknown.
    /// - Returns: nil if no calibration has a smaller log loss than the probabilities as they are,
    ///   and if there are too few images for a fit.
    package static func chosen(
        for predictions: WeightedPredictions, groups: [String?]
    ) -> CalibrationMap? {
        let folds = Self.folds(groups)
        guard let usual = LogLoss().value(predictions) else { return nil }
        let losses = Method.allCases.compactMap { method in
            heldOutLoss(method, predictions, folds).map { (method: method, loss: $0) }
        }
        guard let best = losses.min(by: { $0.loss < $1.loss }), best.loss < usual else {
            return nil
        }
        return CalibrationMap(best.method, fit: predictions)
    }

    /// The fold of each image.
    private static func folds(_ groups: [String?]) -> [Int] {
        var (numbers, next): ([String: Int], Int) = ([:], 0)
        return groups.map { group in
            if let group, let known = numbers[group] { return known }
            let fold = next % folds
            next += 1
            if let group { numbers[group] = fold }
            return fold
        }
    }

    /// The mean log loss of images whose fold had no part in the fit; nil if a fit is not possible.
    private static func heldOutLoss(
        _ method: Method, _ predictions: WeightedPredictions, _ folds: [Int]
    ) -> Double? {
        if method != .temperature, !predictions.isBinary { return nil }
        var (sum, count) = (0.0, 0.0)
        for fold in 0..<Self.folds {
            let isHeldOut = folds.map { $0 == fold }
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
