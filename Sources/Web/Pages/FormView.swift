import Evaluation
import Foundation
import Results

/// The page with the form for an image, the example images, and the model card.
struct FormView: PageView {
    static let template = "predict"

    /// The example images; nil if there are none.
    let samples: SampleList?
    /// The word for the model's output: `class`, or `labels` if images can have several.
    let wanted: String
    let card: CardView
    /// The maximum size of a request in megabytes.
    let limit: Int

    /// The list of example images.
    struct SampleList {
        let all: [Sample]
        let areSynthetic: Bool
    }

    /// An example image.
    struct Sample {
        let number: Int
        let title: String
    }

    init(_ card: ModelCard, _ samples: Samples, _ limits: ServerLimits) {
        let all = samples.all.enumerated().map { Sample(number: $0, title: $1.title) }
        self.samples =
            all.isEmpty ? nil : SampleList(all: all, areSynthetic: samples.areSynthetic)
        wanted = card.isMultilabel ? "labels" : "class"
        self.card = CardView(card)
        limit = limits.bodyBytes >> 20
    }
}

/// The values of the template `card`.
struct CardView {
    let network: String
    /// The title of `classes`.
    let outputs: String
    let classes: String
    let digest: String
    let properties: [Property]
    /// The metrics; nil without test images.
    let test: Test?

    /// A property of the model.
    struct Property {
        let title: String
        let value: String
    }

    /// The metrics on the test images.
    struct Test {
        let images: Int
        /// The number of patients; nil if the intervals are over images.
        let patients: Int?
        let metrics: [MetricValue]
    }

    /// A metric as it is shown.
    struct MetricValue {
        let title: String
        let value: String
        let interval: String
    }

    init(_ card: ModelCard) {
        network = card.network
        outputs = card.isMultilabel ? "Labels" : "Classes"
        classes = card.classes.joined(separator: ", ")
        digest = card.digest
        properties = card.properties.map { Property(title: $0.title, value: $0.value) }
        let metrics = card.metrics.map { metric in
            MetricValue(
                title: metric.title, value: metric.text(metric.figure.value),
                interval: metric.figure.interval.map {
                    "\(metric.text($0.lowerBound)) to \(metric.text($0.upperBound))"
                        + (metric.figure.method.map { ", \($0.name)" } ?? "")
                } ?? "–")
        }
        test =
            metrics.isEmpty
            ? nil : Test(images: card.testImages, patients: card.patients, metrics: metrics)
    }
}

extension ModelCard.MetricValue {
    /// A value for people: fractions in percent.
    fileprivate func text(_ value: Double) -> String {
        isFraction ? String(format: "%.1f%%", 100 * value) : String(format: "%.3f", value)
    }
}
