import Evaluation
import Foundation
package import Images
package import JSON
import Results
import Tensors

/// The prediction of a model for one image.
package struct Prediction: Sendable {
    /// The logits of the network, `[classes]`. Of several networks or augmented images, the
    /// logarithms of the mean probabilities, which are logits of them. A calibration does not
    /// change them.
    package let logits: [Float]
    /// The probabilities, `[classes]`: the softmax of the logits, calibrated by the model's
    /// calibration if it has one.
    package let probabilities: [Double]
    /// The index of the predicted class: by the model's threshold, otherwise the most probable one.
    /// If images can have several labels: the label with the highest probability, even if that is
    /// below its threshold.
    package let predicted: Int
    /// The indices of the labels that are predicted, by the model's threshold of each label or with
    /// a probability of at least 0.5, if images can have several labels; otherwise nil.
    package let predictedLabels: [Int]?
    /// Whether the model abstains, because the prediction is too uncertain.
    package let isAbstention: Bool
    /// The standard deviation, over the networks of an ensemble, of their probabilities of the
    /// predicted class before calibration; nil for a single network.
    package let spread: Double?
    /// The heat map of the predicted class, or the error that prevented it; nil if none was asked
    /// for.
    package var heat: Result<HeatMap, any Error>?

    /// Applies the decisions of a model to the probabilities of its networks.
    /// - Parameters:
    ///   - members: the logits of each network for each view of the image, the first of which is
    ///     the image itself, `[networks][views][classes]`.
    ///   - positive: the index of the positive class; nil without one.
    init(members: [[[Float]]], _ decisions: ModelDecisions, positive: Int?) {
        // Every network's mean over its views, then the mean over the networks.
        let means = members.map { views in
            Self.mean(views.map { row in softmax(row[...]).map { Double($0) } })
        }
        let mean = Self.mean(means)
        if members.count == 1, members[0].count == 1 {
            logits = members[0][0]
        } else {
            logits = mean.map { Float(log(max($0, 0x1p-149))) }
        }
        let probabilities =
            decisions.calibration?.map.apply(to: mean, classes: mean.count) ?? mean
        self.probabilities = probabilities
        let predicted = decisions.predicted(probabilities, positive: positive)
        self.predicted = predicted
        predictedLabels = nil
        isAbstention = decisions.abstains(probabilities, positive: positive)
        spread = members.count > 1 ? Self.sampleSD(means.map { $0[predicted] }) : nil
    }

    /// The prediction of several labels: the probability of each is the sigmoid of its logit,
    /// calibrated if the label has a calibration.
    /// - Parameter members: the logits of each network for each view of the image, as above.
    init(labelsOf members: [[[Float]]], _ decisions: ModelDecisions) {
        let means = members.map { views in
            Self.mean(views.map { row in row.map { Double(sigmoid($0)) } })
        }
        let mean = Self.mean(means)
        let probabilities = decisions.calibrated(ofLabels: mean)
        self.probabilities = probabilities
        let isSingle = members.count == 1 && members[0].count == 1
        // The logit of a mean probability, finite for 0 and 1.
        logits =
            isSingle
            ? members[0][0]
            : mean.map { p in
                Float(log(max(p, 0x1p-149)) - log(max(1 - p, 0x1p-53)))
            }
        let predicted = probabilities.argmax ?? 0
        self.predicted = predicted
        let thresholds = decisions.thresholds(ofLabels: probabilities.count)
        predictedLabels = probabilities.indices.filter { probabilities[$0] >= thresholds[$0] }
        isAbstention = false
        spread = members.count > 1 ? Self.sampleSD(means.map { $0[predicted] }) : nil
    }

    private static func mean(_ rows: [[Double]]) -> [Double] {
        guard rows.count > 1, let first = rows.first else { return rows.first ?? [] }
        let count = Double(rows.count)
        return first.indices.map { index in rows.reduce(0) { $0 + $1[index] } / count }
    }

    /// The sample standard deviation of at least two values.
    private static func sampleSD(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }
}

/// The prediction for an image, or the error if the image cannot be read.
package typealias ImagePrediction = Result<Prediction, ImageError>

extension ImagePrediction {
    /// An object with the image's name, the predicted class or the predicted labels, the
    /// probability and logit of every class, the spread of an ensemble, and `abstains` if the
    /// prediction is too uncertain; with the name and the reason if the image cannot be read.
    /// - Parameters:
    ///   - name: the member with the image's name.
    ///   - classes: the names of the classes, in the order of the logits.
    package func json(_ name: JSONValue.Member, classes: [String]) -> JSONValue {
        switch self {
        case .success(let prediction):
            let probabilities = zip(classes, prediction.probabilities)
            let predicted =
                prediction.predictedLabels.map { labels in
                    JSONValue.Member("labels", .array(labels.map { .string(classes[$0]) }))
                } ?? .init("class", .string(classes[prediction.predicted]))
            var members = [
                name, predicted,
                .init(
                    "probabilities",
                    .object(probabilities.map { JSONValue.Member($0, .number($1)) })),
                .init("logits", .array(prediction.logits.map { .number(Double($0)) })),
            ]
            if let spread = prediction.spread { members.append(.init("spread", .number(spread))) }
            if prediction.isAbstention { members.append(.init("abstains", true)) }
            return .object(members)
        case .failure(let error):
            return .object([name, .init("error", .string(error.reason))])
        }
    }
}
