import JSON
import Networks
import Tensors
import Testing
import Vocabulary

@Suite struct GraphSplitTests {
    private func graph(_ kind: String, _ head: any Head = TorchvisionHead()) throws -> Graph {
        let settings = try #require(NetworkRegistry.all.first { $0.kind == kind }).settings
        let request = NetworkRequest(
            classes: 2, imageSize: 64, values: SettingValues(settings), head: head)
        return try #require(NetworkRegistry.make(kind, request)).graph(input: [4, 3, 64, 64])
    }

    @Test(arguments: NetworkRegistry.all.map { $0.kind })
    func theHeadIsTheLastLayer(_ kind: String) throws {
        for head in ["torchvision", "linear"] {
            let values = SettingValues(LinearHead.settings)
            let made = try #require(
                try Heads.all.make(Configuration(kind: head, values: values)))
            let graph = try graph(kind, made)
            let parts = try graph.splitBeforeHead()
            #expect(parts.tail.parameters == graph.head)
            #expect(parts.backbone.parameters + parts.tail.parameters == graph.parameters)
            #expect(parts.backbone.outputShape == parts.tail.inputShape)
            #expect(parts.tail.outputShape == [4, 2])
            #expect(parts.backbone.inputShape == graph.inputShape)
        }
    }

    @Test func linearHeadsAreTheOriginals() throws {
        let values = SettingValues(LinearHead.settings)
        #expect(
            try graph("vgg16", LinearHead(values)).head.map(\.name) == [
                "classifier.1.weight", "classifier.1.bias",
            ])
        #expect(try graph("vgg16", LinearHead(values)).head[0].shape == [2, 25088])
        #expect(
            try graph("resnet50", LinearHead(values)).head.map(\.name) == [
                "fc.1.weight", "fc.1.bias",
            ])
        let tail = try graph("alexnet", LinearHead(values)).splitBeforeHead().tail
        #expect(tail.nodes.map(\.operation) == [.input, .dropout(rate: 0.2), .linear])
    }

    /// SqueezeNet ends in a convolution with a feature map for each class, whose means are the
    /// logits.
    @Test(arguments: ["squeezenet1_0", "squeezenet1_1"])
    func headsCanBeConvolutions(_ kind: String) throws {
        let graph = try graph(kind)
        #expect(graph.head.map(\.name) == ["classifier.1.weight", "classifier.1.bias"])
        #expect(graph.head.map(\.shape) == [[2, 512, 1, 1], [2]])
        let tail = try graph.splitBeforeHead().tail
        #expect(
            tail.nodes.map(\.operation) == [
                .input, .dropout(rate: 0.5), .convolution(Window(size: 1)), .activation(.relu),
                .adaptiveAveragePool(height: 1, width: 1), .flatten,
            ])
        // The map for a heat map is the input of the head.
        let parts = try graph.splitAfterLastMap()
        #expect(parts.backbone.outputShape == [4, 512, 3, 3])
        #expect(parts.tail.parameters == graph.head)
        // The backbone alone ends in a convolution too, but has no head.
        #expect(parts.backbone.head == [])
    }

    @Test func dropoutStaysWithWhatTrains() throws {
        let tail = try graph("alexnet").split(from: "classifier.4").tail
        #expect(tail.nodes[1].operation == .dropout(rate: 0.5))
        #expect(tail.nodes[1].name == "classifier.3")
    }

    @Test(arguments: [
        ("vgg16", "features.24"), ("resnet50", "layer4"), ("resnet18", "layer3.1"),
        ("densenet121", "features.denseblock4"), ("densenet121", "features.norm5"),
        ("cnn4", "features.5"), ("mobilenet_v2", "features.18"), ("efficientnet_b0", "features.8"),
        ("regnet_y_400mf", "trunk_output.block4"), ("googlenet", "inception5a"),
        ("shufflenet_v2_x1_0", "stage4.1"), ("squeezenet1_1", "features.12"),
        ("mnasnet1_0", "layers.12"),
    ])
    func splitsAtLayers(_ kind: String, _ layer: String) throws {
        let graph = try graph(kind)
        let parts = try graph.split(from: layer)
        let first = try #require(parts.tail.nodes.dropFirst().first).name
        #expect(first == layer || first.hasPrefix("\(layer)."))
        #expect(parts.backbone.parameters + parts.tail.parameters == graph.parameters)
        #expect(parts.backbone.nodes.count + parts.tail.nodes.count == graph.nodes.count + 1)
    }

    @Test(arguments: [
        ("vgg16", "feature", "no layer 'feature'; did you mean 'features'?"),
        (
            "vgg16", "features.0",
            "there is no layer with parameters before 'features.0' to freeze; use \"all\""
        ),
        (
            "resnet50", "layer4.1.conv2",
            "a skip connection bypasses 'layer4.1.conv2', so the network cannot be split there; the nearest "
                + "layers where it can be split are 'layer4.1' and 'layer4.2'"
        ),
        (
            "densenet121", "features.denseblock4.denselayer3",
            "a skip connection bypasses 'features.denseblock4.denselayer3', so the network cannot be split "
                + "there; the nearest layers where it can be split are 'features.denseblock4' and 'features.norm5'"
        ),
    ])
    func errorsNameTheNearestSplits(_ kind: String, _ layer: String, _ message: String) throws {
        let graph = try graph(kind)
        let error = try #require(throws: GraphSplitError.self) { try graph.split(from: layer) }
        #expect(error.description == message)
    }

    /// A vision transformer computes tokens, not feature maps.
    @Test func transformersHaveNoFeatureMap() throws {
        let network = try #require(NetworkRegistry.make("vit_b_32", classes: 2, imageSize: 64))
        let graph = try network.graph(input: [1, 3, 64, 64])
        #expect(throws: GraphSplitError.self) { try graph.splitAfterLastMap() }
        #expect(try graph.splitBeforeHead().backbone.outputShape == [1, 768])
    }

    /// Every other architecture has a last feature map with more than one pixel.
    @Test(arguments: NetworkRegistry.all.map { $0.kind }.filter { !$0.hasPrefix("vit") })
    func everyNetworkHasALastFeatureMap(_ kind: String) throws {
        let network = try #require(NetworkRegistry.make(kind, classes: 2, imageSize: 224))
        let parts = try network.graph(input: [1, 3, 224, 224]).splitAfterLastMap()
        #expect(parts.backbone.outputShape.rank == 4)
        #expect(parts.backbone.outputShape[2] >= 7)
        #expect(parts.tail.outputShape == [1, 2])
        // Gradients need a program in training mode, in which a batch norm would use batch
        // statistics.
        for node in parts.tail.nodes {
            if case .batchNorm = node.operation { Issue.record("\(node.name) in the tail") }
        }
    }
}
