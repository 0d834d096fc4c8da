package import Tensors
package import Vocabulary

/// A network: its kind, its layers and the smallest image size.
package struct Network: Sendable {
    /// The kind in study files, such as `alexnet`.
    package let name: String
    /// The layers from images `[N, 3, H, W]` to logits `[N, classes]`.
    package let layers: any Layer
    /// The smallest width and height of images, in pixels.
    package let minimumImageSize: Int

    package init(_ name: String, _ layers: any Layer, minimumImageSize: Int = 1) {
        self.name = name
        self.layers = layers
        self.minimumImageSize = minimumImageSize
    }

    /// The computation graph for batches of shape `input`, `[N, 3, H, W]`.
    /// - Throws: `ShapeError` for images smaller than `minimumImageSize`, and if a layer does not
    ///   support its input.
    package func graph(input: Shape) throws(ShapeError) -> Graph {
        var graph = Graph(input: input)
        let (height, width) = (input[2], input[3])
        guard min(height, width) >= minimumImageSize else {
            throw ShapeError(
                layer: graph.nodes[0].name,
                message: "\(name) needs images of at least \(minimumImageSize) px; "
                    + "got \(width) x \(height)")
        }
        _ = try layers.add(to: &graph, after: 0)
        return graph
    }
}

/// The arguments that create a network of any architecture.
package struct NetworkRequest: Sendable {
    /// The number of classes: the width of the logits.
    package var classes: Int
    /// The width and height of the square images, in pixels.
    package var imageSize: Int
    /// The values of the architecture's settings.
    package var values: SettingValues
    /// The head, which may replace the classifier.
    package var head: any Head

    package init(
        classes: Int, imageSize: Int, values: SettingValues, head: any Head = TorchvisionHead()
    ) {
        self.classes = classes
        self.imageSize = imageSize
        self.values = values
        self.head = head
    }

    /// The classifier for `features` values per image: the layer of the head, or `own`, the
    /// classifier of the architecture.
    func classifier(features: Int, own: any Layer) -> any Layer {
        head.layer(features: features, classes: classes) ?? own
    }
}

/// An architecture. To add one, add a file in `Architectures/` and a line in `NetworkRegistry.all`.
package protocol Architecture: Sendable {
    /// The name in study files; torchvision's name for its networks.
    static var kind: String { get }
    /// One sentence for help and the schema.
    static var summary: String { get }
    /// The smallest width and height of images, in pixels.
    static var minimumImageSize: Int { get }
    /// The number of pixels of which the width and height of images are multiples; 1 by default.
    static var imageSizeMultiple: Int { get }
    /// The settings of the architecture in study files.
    static var settings: [Setting] { get }
    /// The layers from the images to the logits.
    static func layers(_ request: NetworkRequest) -> any Layer
}

extension Architecture {
    package static var imageSizeMultiple: Int { 1 }
}

/// The registry of architectures.
package enum NetworkRegistry {
    /// The architectures, in the order in which messages list them.
    package static let all: [any Architecture.Type] = [
        AlexNet.self, CNN4.self, ConvNeXtBase.self, ConvNeXtSmall.self, ConvNeXtTiny.self,
        DenseNet121.self, DenseNet161.self, DenseNet169.self,
        DenseNet201.self, EfficientNetB0.self, EfficientNetB1.self, EfficientNetB2.self,
        EfficientNetB3.self, EfficientNetB4.self, EfficientNetV2S.self, GoogLeNet.self,
        MNASNet05.self, MNASNet10.self, MobileNetV2.self, MobileNetV3Large.self,
        MobileNetV3Small.self, RegNetY400MF.self, RegNetY800MF.self, RegNetY1600MF.self,
        RegNetY3200MF.self, RegNetY8GF.self, ResNet18.self, ResNet34.self, ResNet50.self,
        ResNet101.self, ResNet152.self, ResNeXt50x4D.self, ResNeXt101x8D.self, ShuffleNetV2x05.self,
        ShuffleNetV2x10.self, ShuffleNetV2x15.self, ShuffleNetV2x20.self, SqueezeNet10.self,
        SqueezeNet11.self, VGG11.self, VGG11BN.self, VGG13.self, VGG13BN.self, VGG16.self,
        VGG16BN.self, VGG19.self, VGG19BN.self, ViTB16.self, ViTB32.self, WideResNet50.self,
        WideResNet101.self,
    ]

    package static var descriptions: [KindDescription] {
        all.map { KindDescription(kind: $0.kind, summary: $0.summary, settings: $0.settings) }
    }

    /// The network of a kind; nil for an unknown kind.
    package static func make(_ kind: String, _ request: NetworkRequest) -> Network? {
        all.first { $0.kind == kind }.map { network($0, request) }
    }

    /// The network of a kind with its default settings; nil for an unknown kind.
    package static func make(_ kind: String, classes: Int, imageSize: Int) -> Network? {
        all.first { $0.kind == kind }.map {
            let request = NetworkRequest(
                classes: classes, imageSize: imageSize, values: SettingValues($0.settings))
            return network($0, request)
        }
    }

    private static func network(
        _ architecture: any Architecture.Type, _ request: NetworkRequest
    ) -> Network {
        Network(
            architecture.kind, architecture.layers(request),
            minimumImageSize: architecture.minimumImageSize)
    }
}
