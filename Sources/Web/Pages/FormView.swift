import Foundation

/// The page with the form for an image, the samples, and the card of the model.
struct FormView: PageView {
    static let template = "predict"

    /// Nil without samples.
    let samples: SampleList?
    let card: CardView
    /// Megabytes of a request, at most.
    let limit: Int

    struct SampleList {
        let all: [Sample]
    }

    struct Sample {
        let number: Int
        let title: String
    }

    init(_ card: ModelCard, _ samples: Samples, _ limits: ServerLimits) {
        let all = samples.all.enumerated().map { Sample(number: $0, title: $1.title) }
        self.samples = all.isEmpty ? nil : SampleList(all: all)
        self.card = CardView(card)
        limit = limits.bodyBytes >> 20
    }
}

/// What the model is, and how good it was on its test images.
struct CardView {
    let network: String
    let classes: String
    let digest: String
    let properties: [Fact]
    /// Nil without test images.
    let test: Test?

    struct Fact {
        let title: String
        let value: String
    }

    /// Metrics on the test images.
    struct Test {
        let images: Int
        /// Nil where images are resampled, not patients.
        let patients: Int?
        let figures: [Figure]
    }

    struct Figure {
        let title: String
        let value: String
        let interval: String
    }

    init(_ card: ModelCard) {
        network = card.network
        classes = card.classes.joined(separator: ", ")
        digest = card.digest
        properties = card.properties.map { Fact(title: $0.title, value: $0.value) }
        let figures = card.figures.map { figure in
            Figure(
                title: figure.title, value: figure.text(figure.value),
                interval: figure.interval.map {
                    "\(figure.text($0.lowerBound)) to \(figure.text($0.upperBound))"
                } ?? "–")
        }
        test =
            figures.isEmpty
            ? nil : Test(images: card.testImages, patients: card.patients, figures: figures)
    }
}

extension ModelCard.Figure {
    /// As people read it: fractions in percent.
    fileprivate func text(_ value: Double) -> String {
        isShare ? String(format: "%.1f%%", 100 * value) : String(format: "%.3f", value)
    }
}
