/// Predictions from which no metric can be computed. Images are counted from 0 here, from 1 in the
/// wording.
package enum EvaluationError: Error, Sendable, Hashable {
    case noImages
    case badClasses(classes: Int, positive: Int)
    case badCounts(labels: Int, predicted: Int, probabilities: Int, classes: Int)
    case badClass(image: Int, got: Int, classes: Int)
    case badProbability(image: Int, got: Double)
    case badSum(image: Int, got: Double)
}

extension EvaluationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noImages: "there is no image to measure on"
        case .badClasses(let classes, let positive):
            "metrics need two classes or more and a positive one among them; "
                + "got \(classes) classes, positive \(positive)"
        case .badCounts(let labels, let predicted, let probabilities, let classes):
            "\(labels) labels want \(labels) predictions and \(labels) x \(classes) probabilities; "
                + "got \(predicted) and \(probabilities)"
        case .badClass(let image, let got, let classes):
            "image \(image + 1): a class is a number from 0 to \(classes - 1); got \(got)"
        case .badProbability(let image, let got):
            "image \(image + 1): a probability is a number from 0 to 1; got \(got)"
        case .badSum(let image, let got):
            "image \(image + 1): the probabilities of its classes must add up to 1; got \(got)"
        }
    }
}
