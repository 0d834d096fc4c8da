/// A metric of a set of images that subgroups are compared by.
enum SubgroupMeasure: Hashable {
    case accuracy
    case balancedAccuracy
    /// The fraction of correct predictions of the images of a class.
    case recall(Int)
    case areaUnderROC
    /// The area under the ROC curve of a class against the rest.
    case areaOfClass(Int)
    case calibrationError

    /// The value; nil if it is undefined, also if images of a class are missing.
    func value(_ predictions: WeightedPredictions) -> Double? {
        switch self {
        case .accuracy: Accuracy().value(predictions)
        case .balancedAccuracy:
            Self.hasAllClasses(predictions) ? BalancedAccuracy().value(predictions) : nil
        case .recall(let column): Sensitivity().value(predictions, of: column)
        case .areaUnderROC:
            Self.hasAllClasses(predictions) ? AreaUnderROC().value(predictions) : nil
        case .areaOfClass(let column): AreaUnderROC().value(predictions, of: column)
        case .calibrationError: CalibrationError().value(predictions)
        }
    }

    private static func hasAllClasses(_ predictions: WeightedPredictions) -> Bool {
        var present = [Bool](repeating: false, count: predictions.classes)
        for (label, weight) in zip(predictions.labels, predictions.weights) where weight > 0 {
            present[label] = true
        }
        return present.allSatisfy { $0 }
    }
}

/// A metric of a subgroup and of the rest, each a set of images.
struct SubgroupComparison {
    /// The name of the metric.
    var name: String
    var measure: SubgroupMeasure
    /// The images of the subgroup's metric, sorted.
    var own: [Int]
    /// The images of the rest's metric, sorted; nil if they are too few.
    var others: [Int]?
    /// Whether the difference is tested.
    var isTested: Bool

    /// The identity of the test: the two subgroups of an attribute with two values are compared
    /// with each other, so both have the same test.
    struct Test: Hashable {
        var measure: SubgroupMeasure
        var sets: Set<[Int]>
    }

    /// The test; nil if there is none.
    var test: Test? {
        guard isTested, let others else { return nil }
        return Test(measure: measure, sets: [own, others])
    }
}
