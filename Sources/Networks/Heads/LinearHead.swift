import JSON
package import Vocabulary

/// A head of dropout and one linear layer, which replaces the whole classifier.
package struct LinearHead: Head {
    package static let kind = "linear"
    package static let summary = "Dropout and one linear layer instead of the whole classifier."
    package static let settings = [
        Setting(
            "dropout", .number(.fraction), default: .number(0.2),
            "The probability with which the inputs of the linear layer are dropped during training."
        )
    ]

    private let dropout: Double

    package init(_ values: SettingValues) { dropout = values.number("dropout") }

    /// The dropout and the linear layer, `[N, features]` to `[N, classes]`.
    package func layer(features: Int, classes: Int) -> (any Layer)? {
        Sequential([Dropout(dropout), Linear(features, classes)])
    }
}
