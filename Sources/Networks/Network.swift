package import Tensors
package import Vocabulary

/// A network by name: what a study file writes and what a layout for a batch shape needs.
package struct Network: Sendable {
    /// The kind that built it, such as `alexnet`.
    package let name: String
    /// The logits' layer for `classes` classes, input `[N, 3, H, W]`.
    package let layers: any Layer
    /// The smallest width and height, in pixels, of the images that it takes.
    package let minimumImageSize: Int

    package init(_ name: String, _ layers: any Layer, minimumImageSize: Int = 1) {
        self.name = name
        self.layers = layers
        self.minimumImageSize = minimumImageSize
    }

    /// The network laid out for batches of `input` shape, `[N, 3, H, W]`.
    /// - Throws: `ShapeError` for images below `minimumImageSize`, and where a layer cannot take
    ///   its input.
    package func graph(input: Shape) throws(ShapeError) -> Graph {
        var graph = Graph(input: input)
        let (height, width) = (input[2], input[3])
        guard min(height, width) >= minimumImageSize else {
            throw ShapeError(
                layer: graph.nodes[0].name,
                message: "\(name) takes images from \(minimumImageSize) px up; "
                    + "got \(width) x \(height)")
        }
        _ = try layers.add(to: &graph, after: 0)
        return graph
    }
}

/// What every architecture can be asked for besides its own settings.
package struct NetworkRequest: Sendable {
    /// The number of classes: the width of the logits.
    package var classes: Int
    /// Pixels of the square images.
    package var imageSize: Int
    /// The architecture's own settings.
    package var values: SettingValues
    /// What stands in the classifier's place.
    package var head: any Head

    package init(
        classes: Int, imageSize: Int, values: SettingValues, head: any Head = TorchvisionHead()
    ) {
        self.classes = classes
        self.imageSize = imageSize
        self.values = values
        self.head = head
    }

    /// The classifier behind `features` values of each image: the architecture's `own`, or what the
    /// request puts in its place.
    func classifier(features: Int, own: any Layer) -> any Layer {
        head.layer(features: features, classes: classes) ?? own
    }
}

/// An architecture: one file in `Architectures/` and one line in `NetworkRegistry.all`.
package protocol Architecture: Sendable {
    /// The name in study files, torchvision's where it is torchvision's network.
    static var kind: String { get }
    /// One sentence for help and the schema.
    static var summary: String { get }
    /// The smallest width and height, in pixels, of the images that it trains on.
    static var minimumImageSize: Int { get }
    /// What a study file may set of it.
    static var settings: [Setting] { get }
    /// The layers from the images to the logits.
    static func layers(_ request: NetworkRequest) -> any Layer
}

/// The registry of architectures.
package enum NetworkRegistry {
    package static let all: [any Architecture.Type] = [
        AlexNet.self, CNN4.self, DenseNet121.self, DenseNet169.self, DenseNet201.self,
        ResNet18.self, ResNet34.self, ResNet50.self, ResNet101.self, VGG11.self, VGG13.self,
        VGG16.self, VGG19.self,
    ]

    package static var descriptions: [KindDescription] {
        all.map { KindDescription(kind: $0.kind, summary: $0.summary, settings: $0.settings) }
    }

    /// The network of a kind; nil for an unknown kind.
    package static func make(_ kind: String, _ request: NetworkRequest) -> Network? {
        all.first { $0.kind == kind }.map { network($0, request) }
    }

    /// The network of a kind with its default settings.
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
