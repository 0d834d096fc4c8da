import Foundation
internal import HTTPTypes
import Inference
import Results

/// The page with a prediction.
struct ResultView: PageView {
    static let template = "result"

    /// The image's name.
    let name: String
    /// The heading: the predicted class, or the predicted labels.
    let title: String
    /// The name of the predicted class, or of the most probable label.
    let predicted: String
    /// True if images can have several labels.
    let isMultilabel: Bool
    /// The number of labels if only the most probable ones are shown; otherwise nil.
    let allLabels: Int?
    /// Whether the model abstains from the prediction.
    let isAbstention: Bool
    /// How the model decides, a sentence each.
    let decisions: [String]
    /// The spread of the networks of an ensemble, such as `3.1`, in percentage points; nil for a
    /// single network.
    let spread: String?
    /// The JPEG file of the network's input, in base64.
    let image: String
    /// The same image with the heat map over it; nil if the heat map failed.
    let heated: String?
    /// The scale of the heat map's colors as HTML.
    let heatScale = HeatScale.svg
    /// The reason why there is no heat map; nil if there is one.
    let heatError: String?
    /// Notes on the image file.
    let notes: [String]
    /// The side of the network's input, in pixels.
    let inputSize: Int
    /// The most probable classes or labels.
    let rows: [Row]
    let form: FormView

    /// A class or label with its probability.
    struct Row {
        /// The index of the class.
        let number: Int
        let label: String
        let value: Double
        let percent: String
        /// From which probability a label is predicted, and whether it is; nil for a class.
        let decision: String?
    }

    private static let (mostRows, mostLabels) = (10, 30)

    /// - Parameters:
    ///   - name: the image's name.
    ///   - image: the JPEG file of the network's input.
    ///   - heated: the same image with the heat map over it; nil if the heat map failed.
    init(
        _ name: String, _ served: ServedPrediction, _ model: ServedModel, image: Data,
        heated: Data?, form: FormView
    ) {
        let (prediction, classes) = (served.prediction, model.classes)
        let values = prediction.probabilities
        self.name = name
        predicted = classes[prediction.predicted]
        title = Self.title(prediction, classes)
        isMultilabel = model.isMultilabel
        let most = model.isMultilabel ? Self.mostLabels : Self.mostRows
        allLabels = model.isMultilabel && classes.count > most ? classes.count : nil
        isAbstention = prediction.isAbstention
        decisions = model.decisions.sentences(positive: model.card.positiveClass)
        spread = prediction.spread.map { String(format: "%.1f", 100 * $0) }
        self.image = image.base64EncodedString()
        self.heated = heated?.base64EncodedString()
        heatError = prediction.heatError
        notes = served.notes
        inputSize = model.inputSize
        let thresholds = model.decisions.thresholds(ofLabels: classes.count)
        rows = values.indices.sorted { values[$0] > values[$1] }.prefix(most).map { index in
            Row(
                number: index, label: classes[index], value: values[index],
                percent: String(format: "%.1f", 100 * values[index]),
                decision: prediction.predictedLabels.map {
                    Self.decision($0.contains(index), from: thresholds[index])
                })
        }
        self.form = form
    }

    private static func title(_ prediction: Prediction, _ classes: [String]) -> String {
        guard let labels = prediction.predictedLabels else {
            return "Prediction: \(classes[prediction.predicted])"
        }
        // The most probable label first, as in the list.
        let sorted = labels.sorted { prediction.probabilities[$0] > prediction.probabilities[$1] }
        return sorted.isEmpty
            ? "No label is predicted"
            : "Predicted: " + sorted.map { classes[$0] }.joined(separator: ", ")
    }

    private static func decision(_ isPredicted: Bool, from threshold: Double) -> String {
        // A rule may choose the number above 1, from which no image is positive.
        if threshold > 1 { return "never predicted" }
        let from = String(format: "from %.1f%%", 100 * threshold)
        return isPredicted ? "predicted (\(from))" : "not predicted (\(from))"
    }
}

/// The page with the documentation of the API.
struct DocumentationView: PageView {
    static let template = "docs"

    /// The address of the server in the examples.
    let address: String
    /// The name of the model in paths of the Open Inference Protocol.
    let model: String
    /// True if images can have several labels.
    let isMultilabel: Bool
    let images: Int
    let megabytes: Int
    let megapixels: Int
    let problems: [Kind]

    /// A kind of error.
    struct Kind {
        let name: String
        let title: String
        let status: Int
    }

    init(_ model: ServedModel, address: String) {
        let limits = model.limits
        self.address = address
        self.model = model.card.name
        isMultilabel = model.isMultilabel
        images = limits.images
        megabytes = limits.bodyBytes >> 20
        megapixels = limits.pixels / 1_000_000
        problems = ProblemDetails.Kind.allCases.map {
            Kind(name: $0.rawValue, title: $0.title, status: $0.status.code)
        }
    }
}
