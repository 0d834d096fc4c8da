import Networks
import Tensors
import Testing

@Suite struct ArchitectureTests {
    /// The numbers of parameters equal torchvision's, with 1000 classes.
    @Test(arguments: [
        ("alexnet", 61_100_840, 16), ("vgg11", 132_863_336, 22), ("vgg13", 133_047_848, 26),
        ("vgg16", 138_357_544, 32), ("vgg19", 143_667_240, 38), ("resnet18", 11_689_512, 122),
        ("resnet34", 21_797_672, 218), ("resnet50", 25_557_032, 320),
        ("resnet101", 44_549_160, 626), ("densenet121", 7_978_856, 727),
        ("densenet169", 14_149_480, 1015), ("densenet201", 20_013_928, 1207),
    ])
    func hasTorchvisionsParameters(_ kind: String, _ parameters: Int, _ entries: Int) throws {
        let network = try #require(NetworkRegistry.make(kind, classes: 1000, imageSize: 224))
        let graph = try network.graph(input: [1, 3, 224, 224])
        #expect(graph.parameterCount == parameters)
        #expect(graph.parameters.count == entries)
        #expect(graph.outputShape == [1, 1000])
    }

    @Test(arguments: NetworkRegistry.all.map { $0.kind }, [64, 96, 224])
    func takesImagesFrom64Pixels(_ kind: String, _ size: Int) throws {
        let network = try #require(NetworkRegistry.make(kind, classes: 2, imageSize: size))
        #expect(try network.graph(input: [2, 3, size, size]).outputShape == [2, 2])
    }

    /// The minimum size is accepted; one pixel less in either direction is an error that gives both
    /// sizes.
    @Test(arguments: NetworkRegistry.all.map { $0.kind })
    func tooSmallImagesAreRefused(_ kind: String) throws {
        let minimum = try #require(NetworkRegistry.all.first { $0.kind == kind }).minimumImageSize
        for (height, width) in [(minimum, minimum - 1), (minimum - 1, minimum), (1, 1)] {
            let network = try #require(NetworkRegistry.make(kind, classes: 2, imageSize: height))
            #expect(network.minimumImageSize == minimum)
            let error = try #require(throws: ShapeError.self) {
                try network.graph(input: [1, 3, height, width])
            }
            #expect(
                error.description
                    == "layer input: \(kind) needs images of at least \(minimum) px; "
                    + "got \(width) x \(height)")
        }
        let network = try #require(NetworkRegistry.make(kind, classes: 2, imageSize: minimum))
        #expect(try network.graph(input: [1, 3, minimum, minimum]).outputShape == [1, 2])
    }

    @Test func initializationFollowsTheName() throws {
        let network = try #require(NetworkRegistry.make("cnn4", classes: 2, imageSize: 32))
        let graph = try network.graph(input: [1, 3, 32, 32])
        let (first, second) = (graph.initialParameters(seed: 1), graph.initialParameters(seed: 1))
        #expect(first == second)
        let other = graph.initialParameters(seed: 2)
        for parameter in graph.parameters where parameter.role == .weight {
            #expect(first[parameter.name] != other[parameter.name])
        }
        let bound = 1 / Float(27).squareRoot()
        let weight = try #require(first["features.0.weight"])
        #expect(weight.values.allSatisfy { abs($0) <= bound })
        #expect(weight.values.contains { abs($0) > 0.9 * bound })
    }
}
