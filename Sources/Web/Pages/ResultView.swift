import Foundation
internal import HTTPTypes
import Inference
import Results

/// The page with a prediction.
struct ResultView: PageView {
    static let template = "result"

    /// The image's name.
    let name: String
    /// The name of the predicted class.
    let predicted: String
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
    /// The most probable classes.
    let rows: [Row]
    let form: FormView

    /// A class with its probability.
    struct Row {
        /// The index of the class.
        let number: Int
        let label: String
        let value: Double
        let percent: String
    }

    private static let mostRows = 10

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
        isAbstention = prediction.isAbstention
        decisions = model.decisions.sentences(positive: model.card.positiveClass)
        spread = prediction.spread.map { String(format: "%.1f", 100 * $0) }
        self.image = image.base64EncodedString()
        self.heated = heated?.base64EncodedString()
        heatError = prediction.heatError
        notes = served.notes
        inputSize = model.inputSize
        rows = values.indices.sorted { values[$0] > values[$1] }.prefix(Self.mostRows).map {
            Row(
                number: $0, label: classes[$0], value: values[$0],
                percent: String(format: "%.1f", 100 * values[$0]))
        }
        self.form = form
    }
}

/// The page with the documentation of the API.
struct DocumentationView: PageView {
    static let template = "docs"

    /// The address of the server in the examples.
    let address: String
    /// The name of the model in paths of the Open Inference Protocol.
    let model: String
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
        images = limits.images
        megabytes = limits.bodyBytes >> 20
        megapixels = limits.pixels / 1_000_000
        problems = ProblemDetails.Kind.allCases.map {
            Kind(name: $0.rawValue, title: $0.title, status: $0.status.code)
        }
    }
}
