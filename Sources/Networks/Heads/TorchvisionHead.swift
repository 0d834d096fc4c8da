package import Vocabulary

/// The architecture's own classifier, as torchvision has it.
package struct TorchvisionHead: Head {
    package static let kind = "torchvision"
    package static let summary = "The network's own classifier; only its last layer is new."
    package static let settings: [Setting] = []

    package init() {}
    package init(_ values: SettingValues) {}

    package func layer(features: Int, classes: Int) -> (any Layer)? { nil }
}
