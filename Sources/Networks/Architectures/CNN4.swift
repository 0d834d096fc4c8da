import JSON
package import Vocabulary

/// A small network of four convolutions, for quick studies and small images: 3 x 3 kernels, pooling
/// after the second and the fourth, one linear layer.
package enum CNN4: Architecture {
    /// The name in study files.
    package static let kind = "cnn4"
    /// The smallest size, in pixels: two poolings reduce 4 pixels to one.
    package static let minimumImageSize = 4
    /// One sentence for help texts and the JSON schema.
    package static let summary =
        "Four 3x3 convolutions and a linear layer, for small images of at least \(minimumImageSize) px."
    /// The settings `channels` and `dropout`.
    package static let settings = [
        Setting(
            "channels", .integer(1...1024), default: .number(32),
            "The number of channels of each convolution."),
        Setting(
            "dropout", .number(.fraction), default: .number(0),
            "The probability with which the inputs of the linear layer are dropped during training."
        ),
    ]

    /// The layers from images `[N, 3, S, S]` to logits `[N, classes]`. The head of the request can
    /// replace `classifier`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        let channels = request.values.integer("channels")
        let side = request.imageSize / 4
        return Sequential([
            "features": Sequential([
                Conv2D(3, channels, kernelSize: 3, padding: 1), Activation.relu,
                Conv2D(channels, channels, kernelSize: 3, padding: 1), Activation.relu,
                MaxPool2D(2, stride: 2),
                Conv2D(channels, channels, kernelSize: 3, padding: 1), Activation.relu,
                Conv2D(channels, channels, kernelSize: 3, padding: 1), Activation.relu,
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
