package import Images
package import JSON
import Tensors

/// The prediction of a network for one image.
package struct Prediction: Sendable {
    /// The logits, `[classes]`.
    package let logits: [Float]
    /// The heat map of the predicted class, or the error that prevented it; nil if none was asked
    /// for.
    package let heat: Result<HeatMap, any Error>?

    package init(logits: [Float], heat: Result<HeatMap, any Error>? = nil) {
        self.logits = logits
        self.heat = heat
    }

    /// The softmax of the logits, `[classes]`.
    package var probabilities: [Float] { softmax(logits[...]) }

    /// The index of the class with the largest probability; of equal ones, the first.
    package var predicted: Int { probabilities.argmax ?? 0 }
}

/// The prediction for an image, or the error if the image cannot be read.
package typealias ImagePrediction = Result<Prediction, ImageError>

extension ImagePrediction {
    /// An object with the image's name, the predicted class, and the probability and logit of
    /// every class; with the name and the reason if the image cannot be read.
    /// - Parameters:
    ///   - name: the member with the image's name.
    ///   - classes: the names of the classes, in the order of the logits.
    package func json(_ name: JSONValue.Member, classes: [String]) -> JSONValue {
        switch self {
        case .success(let prediction):
            let probabilities = zip(classes, prediction.probabilities)
            return .object([
                name, .init("class", .string(classes[prediction.predicted])),
                .init(
                    "probabilities",
                    .object(probabilities.map { JSONValue.Member($0, .number(Double($1))) })),
                .init("logits", .array(prediction.logits.map { .number(Double($0)) })),
            ])
        case .failure(let error):
            return .object([name, .init("error", .string(error.reason))])
        }
    }
}
