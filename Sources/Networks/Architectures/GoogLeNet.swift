package import Vocabulary

/// GoogLeNet as in torchvision: Szegedy et al., "Going Deeper with Convolutions" (2014), with batch
/// norm and without the auxiliary classifiers. The third branch of an inception module has a 3x3
/// kernel, as in torchvision, where the paper has 5x5. 6,624,904 parameters with 1000 classes.
package enum GoogLeNet: Architecture {
    /// The name in study files: torchvision's.
    package static let kind = "googlenet"
    /// The smallest size: at 32 pixels the last feature maps are single pixels.
    package static let minimumImageSize = 32
    /// One sentence for help texts and the JSON schema.
    package static let summary =
        "GoogLeNet (Szegedy et al., 2014) as in torchvision, without auxiliary classifiers; "
        + "images of at least \(minimumImageSize) px."
    /// The setting `dropout`.
    package static let settings = [Setting.dropout(default: 0.2)]

    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`, with torchvision's names.
    /// The head of the request can replace `fc`.
    package static func layers(_ request: NetworkRequest) -> any Layer {
        let pool = MaxPool2D(3, stride: 2, coversEnd: true)
        return Sequential([
            "conv1": convolution(3, 64, 7, stride: 2), "maxpool1": pool,
            "conv2": convolution(64, 64, 1),
            "conv3": convolution(64, 192, 3), "maxpool2": pool,
            "inception3a": inception(192, 64, (96, 128), (16, 32), 32),
            "inception3b": inception(256, 128, (128, 192), (32, 96), 64),
            "maxpool3": pool,
            "inception4a": inception(480, 192, (96, 208), (16, 48), 64),
            "inception4b": inception(512, 160, (112, 224), (24, 64), 64),
            "inception4c": inception(512, 128, (128, 256), (24, 64), 64),
            "inception4d": inception(512, 112, (144, 288), (32, 64), 64),
            "inception4e": inception(528, 256, (160, 320), (32, 128), 128),
            "maxpool4": MaxPool2D(2, stride: 2, coversEnd: true),
            "inception5a": inception(832, 256, (160, 320), (32, 128), 128),
            "inception5b": inception(832, 384, (192, 384), (48, 128), 128),
            "avgpool": AdaptiveAvgPool2D(1),
            "flatten": Flatten(),
            "fc": request.classifier(
                features: 1024,
                own: Sequential(unnamed: [
                    Dropout(request.values.number("dropout")),
                    Linear(1024, request.classes, start: .truncatedNormal(std: 0.01)),
                ])),
        ])
    }

    /// An inception module: four branches with the numbers of output channels `first`, `second.1`,
    /// `third.1` and `fourth`.
    private static func inception(
        _ inChannels: Int, _ first: Int, _ second: (Int, Int), _ third: (Int, Int), _ fourth: Int
    ) -> Branches {
        Branches([
            "branch1": convolution(inChannels, first, 1),
            "branch2": Sequential([
                convolution(inChannels, second.0, 1), convolution(second.0, second.1, 3),
            ]),
            "branch3": Sequential([
                convolution(inChannels, third.0, 1), convolution(third.0, third.1, 3),
            ]),
            "branch4": Sequential([
                MaxPool2D(3, stride: 1, padding: 1, coversEnd: true),
                convolution(inChannels, fourth, 1),
            ]),
        ])
    }

    private static func convolution(
        _ inChannels: Int, _ outChannels: Int, _ size: Int, stride: Int = 1
    ) -> Sequential {
        Sequential([
            "conv": Conv2D.beforeNorm(
                inChannels, outChannels, kernelSize: size, stride: stride,
                start: .truncatedNormal(std: 0.01)),
            "bn": BatchNorm2D(outChannels, BatchNorm(epsilon: 1e-3)), "relu": Activation.relu,
        ])
    }
}
