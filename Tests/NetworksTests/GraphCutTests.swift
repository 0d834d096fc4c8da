import JSON
import Networks
import Tensors
import Testing
import Vocabulary

@Suite struct GraphCutTests {
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
            let cut = try graph.cutBeforeHead()
            #expect(cut.rear.parameters == graph.head)
            #expect(cut.front.parameters + cut.rear.parameters == graph.parameters)
            #expect(cut.front.outputShape == cut.rear.inputShape)
            #expect(cut.rear.outputShape == [4, 2])
            #expect(cut.front.inputShape == graph.inputShape)
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
        let rear = try graph("alexnet", LinearHead(values)).cutBeforeHead().rear
        #expect(rear.nodes.map(\.operation) == [.input, .dropout(rate: 0.2), .linear])
    }

    @Test func dropoutStaysWithWhatTrains() throws {
        let rear = try graph("alexnet").cut(from: "classifier.4").rear
        #expect(rear.nodes[1].operation == .dropout(rate: 0.5))
        #expect(rear.nodes[1].name == "classifier.3")
    }

    @Test(arguments: [
        ("vgg16", "features.24"), ("resnet50", "layer4"), ("resnet18", "layer3.1"),
        ("densenet121", "features.denseblock4"), ("densenet121", "features.norm5"),
        ("cnn4", "features.5"),
    ])
    func cutsAtLayers(_ kind: String, _ layer: String) throws {
        let graph = try graph(kind)
        let cut = try graph.cut(from: layer)
        let first = try #require(cut.rear.nodes.dropFirst().first).name
        #expect(first == layer || first.hasPrefix("\(layer)."))
        #expect(cut.front.parameters + cut.rear.parameters == graph.parameters)
        #expect(cut.front.nodes.count + cut.rear.nodes.count == graph.nodes.count + 1)
    }

    @Test(arguments: [
        ("vgg16", "feature", "no layer 'feature'; did you mean 'features'?"),
        (
            "vgg16", "features.0",
            "nothing stands before 'features.0' that could be frozen; use \"all\""
        ),
        (
            "resnet50", "layer4.1.conv2",
            "'layer4.1.conv2' stands beside a path around it, so the network cannot be cut there; the nearest "
                + "layers where it can are 'layer4.1' and 'layer4.2'"
        ),
        (
            "densenet121", "features.denseblock4.denselayer3",
            "'features.denseblock4.denselayer3' stands beside a path around it, so the network cannot be cut "
                + "there; the nearest layers where it can are 'features.denseblock4' and 'features.norm5'"
        ),
    ])
    func saysWhereItCannotBeCut(_ kind: String, _ layer: String, _ message: String) throws {
        let graph = try graph(kind)
        let error = try #require(throws: CutError.self) { try graph.cut(from: layer) }
        #expect(error.description == message)
    }

    /// Every architecture has a last feature map, with more places than one.
    @Test(arguments: NetworkRegistry.all.map { $0.kind })
    func everyNetworkHasALastMap(_ kind: String) throws {
        let network = try #require(NetworkRegistry.make(kind, classes: 2, imageSize: 224))
        let cut = try network.graph(input: [1, 3, 224, 224]).cutAfterLastMap()
        #expect(cut.front.outputShape.rank == 4)
        #expect(cut.front.outputShape[2] >= 7)
        #expect(cut.rear.outputShape == [1, 2])
        // In training, where gradients are, a batch norm would look at the batch.
        for node in cut.rear.nodes {
            if case .batchNorm = node.operation { Issue.record("\(node.name) in the rear") }
        }
    }
}
