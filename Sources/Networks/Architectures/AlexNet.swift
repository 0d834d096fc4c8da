package import Vocabulary

/// AlexNet as in torchvision: Krizhevsky, "One weird trick for parallelizing convolutional neural
/// networks" (2014). 61,100,840 parameters with 1000 classes.
package enum AlexNet: Architecture {
    /// The name in study files: torchvision's.
    package static let kind = "alexnet"
    /// The smallest size, in pixels, at which every pooling window fits.
    package static let minimumImageSize = 63
    /// One sentence for help texts and the JSON schema.
    package static let summary =
        "AlexNet (Krizhevsky, 2014) as in torchvision; images of at least \(minimumImageSize) px."
    /// The setting `dropout`, the rate of the dropout layers in the classifier.
    package static let settings = [Setting.dropout(default: 0.5)]

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `classifier`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        let dropout = request.values.number("dropout")
        return Sequential([
            "features": Sequential([
                Conv2D(3, 64, kernelSize: 11, stride: 4, padding: 2), Activation.relu,
                MaxPool2D(3, stride: 2),
                Conv2D(64, 192, kernelSize: 5, padding: 2), Activation.relu,
                MaxPool2D(3, stride: 2),
                Conv2D(192, 384, kernelSize: 3, padding: 1), Activation.relu,
                Conv2D(384, 256, kernelSize: 3, padding: 1), Activation.relu,
                Conv2D(256, 256, kernelSize: 3, padding: 1), Activation.relu,
                MaxPool2D(3, stride: 2),
            ]),
            "avgpool": AdaptiveAvgPool2D(6),
            "flatten": Flatten(),
            "classifier": request.classifier(
                features: 256 * 6 * 6,
                own: Sequential([
                    Dropout(dropout), Linear(256 * 6 * 6, 4096), Activation.relu,
                    Dropout(dropout), Linear(4096, 4096), Activation.relu,
                    Linear(4096, request.classes),
                ])),
        ])
    }
}
