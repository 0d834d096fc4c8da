import JSON
package import Vocabulary

/// A small network of four convolutions, for quick studies and small images: 3 x 3 kernels, pooling
/// after the second and the fourth, one linear layer.
package enum CNN4: Architecture {
    package static let kind = "cnn4"
    /// Two poolings halve 4 pixels to one.
    package static let minimumImageSize = 4
    package static let summary =
        "Four 3 x 3 convolutions and a linear layer, for small images, "
        + "from \(minimumImageSize) px up."
    package static let settings = [
        Setting(
            "channels", .integer(1...1024), default: .number(32), "Channels of each convolution."),
        Setting(
            "dropout", .number(.fraction), default: .number(0),
            "Probability with which the linear layer's inputs are dropped while training."),
    ]

    package static func layers(_ request: NetworkRequest) -> any Layer {
        let channels = request.values.integer("channels")
        let side = request.imageSize / 4
        return Sequential([
            "features": Sequential([
                Conv2D(3, channels, kernelSize: 3, padding: 1), ReLU(),
                Conv2D(channels, channels, kernelSize: 3, padding: 1), ReLU(),
                MaxPool2D(2, stride: 2),
                Conv2D(channels, channels, kernelSize: 3, padding: 1), ReLU(),
                Conv2D(channels, channels, kernelSize: 3, padding: 1), ReLU(),
                MaxPool2D(2, stride: 2),
            ]),
            "flatten": Flatten(),
            "dropout": Dropout(request.values.number("dropout")),
            "classifier": request.classifier(
                features: channels * side * side,
                own: Linear(channels * side * side, request.classes)),
        ])
    }
}
