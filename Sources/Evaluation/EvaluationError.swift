/// An error in predictions from which metrics are to be computed. `image` and `label` are
/// counted from 0; messages count them from 1.
package enum EvaluationError: Error, Sendable, Hashable {
    case noImages
    case badClasses(classes: Int, positive: Int)
    case badCounts(labels: Int, predicted: Int, probabilities: Int, classes: Int)
    case badClass(image: Int, got: Int, classes: Int)
    case badProbability(image: Int, got: Double)
    case badSum(image: Int, got: Double)
    case badLabelCounts(images: Int, labels: Int, probabilities: Int)
    case badLabelProbability(image: Int, label: Int, got: Double)
}

extension EvaluationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noImages: "there are no images to evaluate"
        case .badClasses(let classes, let positive):
            "metrics need at least two classes, and the positive class must be one of them; "
                + "got \(classes) classes and positive class \(positive)"
        case .badCounts(let labels, let predicted, let probabilities, let classes):
            "\(labels) labels need \(labels) predictions and \(labels) x \(classes) probabilities; "
                + "got \(predicted) and \(probabilities)"
        case .badClass(let image, let got, let classes):
            "image \(image + 1): the class must be a number from 0 to \(classes - 1); got \(got)"
        case .badProbability(let image, let got):
            "image \(image + 1): a probability must be a number from 0 to 1; got \(got)"
        case .badSum(let image, let got):
            "image \(image + 1): the probabilities of the classes must add up to 1; got \(got)"
        case .badLabelCounts(let images, let labels, let probabilities):
            "\(images) images need \(images) x \(labels) probabilities of labels; got \(probabilities)"
        case .badLabelProbability(let image, let label, let got):
            "image \(image + 1), label \(label + 1): a probability must be a number from 0 to 1; got \(got)"
        }
    }
}
