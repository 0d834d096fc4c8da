import JSON
import Networks
import Tensors
import Testing
import Vocabulary

@Suite struct ArchitectureTests {
    /// The numbers of parameters equal torchvision's, with 1000 classes.
    @Test(arguments: [
        ("alexnet", 61_100_840, 16), ("convnext_base", 88_591_464, 344),
        ("convnext_small", 50_223_688, 344), ("convnext_tiny", 28_589_128, 182),
        ("densenet121", 7_978_856, 727),
        ("densenet161", 28_681_000, 967), ("densenet169", 14_149_480, 1015),
        ("densenet201", 20_013_928, 1207), ("efficientnet_b0", 5_288_548, 360),
        ("efficientnet_b1", 7_794_184, 508), ("efficientnet_b2", 9_109_994, 508),
        ("efficientnet_b3", 12_233_232, 574), ("efficientnet_b4", 19_341_616, 706),
        ("efficientnet_v2_s", 21_458_488, 782), ("googlenet", 6_624_904, 344),
        ("mnasnet0_5", 2_218_512, 314), ("mnasnet1_0", 4_383_312, 314),
        ("mobilenet_v2", 3_504_872, 314), ("mobilenet_v3_large", 5_483_032, 312),
        ("mobilenet_v3_small", 2_542_856, 244), ("regnet_y_400mf", 4_344_144, 384),
        ("regnet_y_800mf", 6_432_512, 340), ("regnet_y_1_6gf", 11_202_430, 626),
        ("regnet_y_3_2gf", 19_436_338, 494), ("regnet_y_8gf", 39_381_472, 406),
        ("resnet18", 11_689_512, 122), ("resnet34", 21_797_672, 218), ("resnet50", 25_557_032, 320),
        ("resnet101", 44_549_160, 626), ("resnet152", 60_192_808, 932),
        ("resnext50_32x4d", 25_028_904, 320), ("resnext101_32x8d", 88_791_336, 626),
        ("shufflenet_v2_x0_5", 1_366_792, 338), ("shufflenet_v2_x1_0", 2_278_604, 338),
        ("shufflenet_v2_x1_5", 3_503_624, 338), ("shufflenet_v2_x2_0", 7_393_996, 338),
        ("squeezenet1_0", 1_248_424, 52), ("squeezenet1_1", 1_235_496, 52),
        ("vgg11", 132_863_336, 22), ("vgg11_bn", 132_868_840, 62), ("vgg13", 133_047_848, 26),
        ("vgg13_bn", 133_053_736, 76), ("vgg16", 138_357_544, 32), ("vgg16_bn", 138_365_992, 97),
        ("vgg19", 143_667_240, 38), ("vgg19_bn", 143_678_248, 118),
        ("vit_b_16", 86_567_656, 152), ("vit_b_32", 88_224_232, 152),
        ("wide_resnet50_2", 68_883_240, 320), ("wide_resnet101_2", 126_886_696, 626),
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

    /// A kind names one architecture.
    @Test func kindsAreUnique() {
        let kinds = NetworkRegistry.all.map { $0.kind }
        #expect(Set(kinds).count == kinds.count)
    }

    /// The rate of a block is the setting times the block's number, divided by the number of
    /// blocks. Only residual blocks can be skipped.
    @Test(arguments: ["efficientnet_b0", "efficientnet_v2_s"])
    func stochasticDepthIncreasesLinearly(_ kind: String) throws {
        let settings = try #require(NetworkRegistry.all.first { $0.kind == kind }).settings
        func rates(_ depth: Double) throws -> [Double] {
            var values = SettingValues(settings)
            values.values["stochasticDepth"] = .number(depth)
            let request = NetworkRequest(classes: 2, imageSize: 64, values: values)
            let network = try #require(NetworkRegistry.make(kind, request))
            return try network.graph(input: [1, 3, 64, 64]).nodes.compactMap {
                guard case .stochasticDepth(let rate) = $0.operation else { return nil }
                return rate
            }
        }
        #expect(try rates(0) == [])
        // The first blocks of the stages are not residual, or have rate 0, which adds no operation.
        let (count, firsts): (Int, Set<Int>) =
            kind == "efficientnet_b0"
            ? (16, [0, 1, 3, 5, 8, 11, 15]) : (40, [0, 2, 6, 10, 16, 25])
        let numbers = Set(0..<count).subtracting(firsts).sorted()
        #expect(try rates(0.4) == numbers.map { 0.4 * Double($0) / Double(count) })
    }

    /// torchvision's RegNet lists the shortcut before the other layers of a block.
    @Test func regNetsShortcutIsFirst() throws {
        let kind = "regnet_y_400mf"
        let network = try #require(NetworkRegistry.make(kind, classes: 2, imageSize: 64))
        let names = try network.graph(input: [1, 3, 64, 64]).parameters.map(\.name)
        let weights = names.filter {
            $0.hasPrefix("trunk_output.block1.") && $0.hasSuffix(".0.weight")
        }
        let block = "trunk_output.block1.block1-0"
        #expect(weights == ["proj", "f.a", "f.b", "f.c"].map { "\(block).\($0).0.weight" })
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
