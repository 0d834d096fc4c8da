package import Vocabulary

/// The classifier of the architecture, as in torchvision.
package struct TorchvisionHead: Head {
    package static let kind = "torchvision"
    package static let summary = "The classifier of the network; only its last layer is new."
    package static let settings: [Setting] = []

    package init() {}
    package init(_ values: SettingValues) {}

    /// Nil: the classifier of the architecture is kept.
    package func layer(features: Int, classes: Int) -> (any Layer)? { nil }
}
