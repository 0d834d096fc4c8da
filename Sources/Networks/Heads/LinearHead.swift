import JSON
package import Vocabulary

/// Dropout and one linear layer, in the place of the whole classifier.
package struct LinearHead: Head {
    package static let kind = "linear"
    package static let summary = "Dropout and one linear layer instead of the whole classifier."
    package static let settings = [
        Setting(
            "dropout", .number(.fraction), default: .number(0.2),
            "Probability with which the linear layer's inputs are dropped while training.")
    ]

    private let dropout: Double

    package init(_ values: SettingValues) { dropout = values.number("dropout") }

    package func layer(features: Int, classes: Int) -> (any Layer)? {
        Sequential([Dropout(dropout), Linear(features, classes)])
    }
}
