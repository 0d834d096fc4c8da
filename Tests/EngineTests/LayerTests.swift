import Engine
import Networks
import Tensors
import TestSupport
import Testing
import Vocabulary

/// Layers of mobile networks on oneDNN compared with the reference device, alone and with the
/// operations that are fused to them.
@Suite struct LayerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let input: Shape
        let layer: any Layer

        init(_ name: String, _ input: Shape, _ layer: any Layer) {
            testDescription = name
            self.input = input
            self.layer = layer
        }

        func graph() throws -> Graph {
            var graph = Graph(input: input)
            let output = try graph.scope("layer") { (graph) throws(ShapeError) in
                try layer.add(to: &graph, after: 0)
            }
            let shape = graph.outputShape
            guard shape.rank > 2 else { return graph }
            _ = graph.add(.flatten, [output], shape: [shape[0], shape.count / shape[0]])
            return graph
        }
    }

    static let cases: [Case] = convolutions + activations + gates + channels + pixels + tokens

    /// Grouped convolutions: of few channels, whose groups are merged, of many, and depthwise ones.
    /// A 1x1 convolution before them makes their input blocked, as in a network.
    private static let convolutions: [Case] = [
        (8, 2, 8, 3, 1), (32, 8, 32, 3, 1), (64, 8, 64, 3, 2), (48, 2, 96, 3, 1),
        (64, 2, 32, 1, 1), (48, 2, 48, 3, 2), (20, 5, 40, 3, 1), (32, 32, 32, 3, 1),
        (32, 32, 32, 3, 2), (24, 24, 24, 5, 1), (40, 40, 40, 5, 2), (16, 16, 16, 7, 1),
        (58, 58, 58, 3, 2), (16, 16, 32, 3, 1),
    ].map { channels, groups, outputs, size, stride in
        Case(
            "\(channels) to \(outputs) channels, \(groups) groups, \(size)x\(size), stride \(stride)",
            [3, 6, 11, 9],
            Sequential([
                Conv2D(6, channels, kernelSize: 1),
                Conv2D(
                    channels, outputs, kernelSize: size, stride: stride, padding: size / 2,
                    groups: groups, bias: size == 1),
                BatchNorm2D(outputs), Activation.relu6,
            ]))
    }

    private static let activations: [Case] =
        Activation.allCases.flatMap { activation in
            [
                Case(
                    "\(activation) after a batch norm", [4, 3, 7, 6],
                    Sequential([
                        Conv2D(3, 24, kernelSize: 3, bias: false), BatchNorm2D(24), activation,
                        Conv2D(24, 8, kernelSize: 3),
                    ])),
                Case(
                    "\(activation) after a convolution", [4, 3, 7, 6],
                    Sequential([
                        Conv2D(3, 20, kernelSize: 3), activation, Conv2D(20, 8, kernelSize: 1),
                    ])),
                Case(
                    "\(activation) after a 3x3 convolution of blocks", [2, 32, 9, 9],
                    Sequential([
                        Conv2D(32, 32, kernelSize: 3, padding: 1, bias: false), BatchNorm2D(32),
                        activation,
                    ])),
                Case(
                    "\(activation) after a linear layer", [5, 8, 2, 2],
                    Sequential([Flatten(), Linear(32, 24), activation, Linear(24, 7)])),
                Case(
                    "\(activation) after a sum", [2, 16, 5, 5],
                    Residual(
                        ConvNormActivation(
                            16, 16, kernelSize: 3, activation: nil, start: .torch),
                        activation: activation)),
            ]
        }

    private static let gates: [Case] = [16, 24].flatMap { channels in
        [
            Case(
                "squeeze-and-excitation of \(channels) channels", [3, 4, 6, 6],
                Sequential([
                    ConvNormActivation(
                        4, channels, kernelSize: 3, activation: .silu, start: .torch),
                    SqueezeExcitation(
                        channels, squeezed: 8, activation: .silu, gate: .sigmoid, start: .torch),
                    Conv2D(channels, 8, kernelSize: 1, bias: false), BatchNorm2D(8),
                ])),
            Case(
                "an inverted residual of \(channels) channels", [3, channels, 6, 6],
                Residual(
                    Sequential([
                        ConvNormActivation(
                            channels, 72, kernelSize: 1, activation: .hardswish, start: .torch),
                        ConvNormActivation(
                            72, 72, kernelSize: 5, groups: 72, activation: .hardswish,
                            start: .torch),
                        SqueezeExcitation(
                            72, squeezed: 24, activation: .relu, gate: .hardsigmoid,
                            start: .torch),
                        ConvNormActivation(
                            72, channels, kernelSize: 1, activation: nil, start: .torch),
                        StochasticDepth(0.5),
                    ]), activation: nil)),
        ]
    }

    private static let channels: [Case] = [
        Case(
            "branches", [2, 6, 7, 7],
            Branches([
                "one": Conv2D(6, 16, kernelSize: 1),
                "two": Sequential([
                    MaxPool2D(3, stride: 1, padding: 1), Conv2D(6, 8, kernelSize: 1),
                ]),
            ])),
        Case(
            "a shuffle of halves", [2, 8, 5, 5],
            Sequential([
                Branches([
                    "branch1": ChannelSlice(0..<4),
                    "branch2": Sequential([
                        ChannelSlice(4..<8),
                        ConvNormActivation(4, 4, kernelSize: 1, activation: .relu, start: .torch),
                    ]),
                ]), ChannelShuffle(groups: 2),
            ])),
        Case(
            "a max pooling that covers the end", [2, 16, 8, 7],
            Sequential([
                Conv2D(16, 16, kernelSize: 1), Activation.relu,
                MaxPool2D(3, stride: 2, coversEnd: true),
            ])),
        Case(
            "stochastic depth", [16, 8, 3, 3],
            Sequential([Conv2D(8, 8, kernelSize: 1), StochasticDepth(0.4)])),
    ]

    /// Operations on single pixels: of blocks of channels, with and without padding, of few
    /// channels, and of features.
    private static let pixels: [Case] =
        [32, 24, 40, 5].flatMap { channels in
            [
                Case(
                    "a layer norm of \(channels) channels", [3, 6, 7, 5],
                    Sequential([
                        Conv2D(6, channels, kernelSize: 3), LayerNorm(channels, epsilon: 1e-6),
                        Conv2D(channels, 8, kernelSize: 1),
                    ])),
                Case(
                    "a layer scale of \(channels) channels", [3, 6, 7, 5],
                    LayerScale(
                        channels, initial: 1,
                        of: Sequential([Conv2D(6, channels, kernelSize: 3), Activation.gelu]))),
                Case(
                    "linear layers of \(channels) channels for each pixel", [3, 6, 7, 5],
                    Sequential([
                        PixelLinear(6, channels), LayerNorm(channels, epsilon: 1e-6),
                        PixelLinear(channels, 4 * channels), Activation.gelu,
                        PixelLinear(4 * channels, channels),
                    ])),
                Case(
                    "a layer norm of \(channels) features", [7, 6, 2, 2],
                    Sequential([
                        Flatten(), Linear(24, channels), LayerNorm(channels, epsilon: 1e-6),
                        Linear(channels, 3),
                    ])),
                Case(
                    "a depthwise 7x7 convolution of \(channels) channels with a bias",
                    [3, 6, 9, 8],
                    Sequential([
                        Conv2D(6, channels, kernelSize: 1),
                        Conv2D(channels, channels, kernelSize: 7, padding: 3, groups: channels),
                        LayerNorm(channels, epsilon: 1e-6),
                    ])),
            ]
        }

    /// Operations on tokens: heads of whole blocks of channels, and of parts of blocks.
    private static let tokens: [Case] = [(64, 4), (32, 2), (24, 3), (10, 2)].flatMap {
        channels, heads in
        [
            Case(
                "tokens of \(channels) channels", [3, 3, 12, 12],
                Sequential([
                    PatchTokens(channels, patchSize: 4, imageSize: 12),
                    PixelLinear(channels, 8),
                ])),
            Case(
                "attention with \(heads) heads of \(channels / heads) channels", [3, 6, 17, 1],
                Sequential([
                    // Large scores would amplify rounding errors.
                    PixelLinear(6, channels), Activation.sigmoid,
                    SelfAttention(channels, heads: heads),
                ])),
            Case(
                "a class token of \(channels) channels", [3, 6, 5, 1],
                Sequential([
                    PixelLinear(6, channels), ClassToken(), Linear(channels, 4),
                ])),
        ]
    }

    @Test(arguments: cases, [true, false])
    func devicesAgree(_ example: Case, isTraining: Bool) throws {
        let graph = try example.graph()
        let expected = try DeviceRun(graph, on: ReferenceDevice(), isTraining: isTraining).values
        let actual = try DeviceRun(graph, on: OneDNNDevice(), isTraining: isTraining).values
        #expect(Set(actual.keys) == Set(expected.keys))
        for (name, values) in expected {
            expectClose(try #require(actual[name]), values, atol: 1e-4, rtol: 1e-3, name)
        }
    }

    /// In bfloat16 the devices round at the same places.
    @Test(.needsBFloat16, arguments: cases)
    func devicesAgreeInBFloat16(_ example: Case) throws {
        let graph = try example.graph()
        let expected = try DeviceRun(
            graph, on: ReferenceDevice(), isTraining: false, precision: .bf16
        ).values
        let actual = try DeviceRun(
            graph, on: OneDNNDevice(weightedPrecision: .bf16), isTraining: false, precision: .bf16
        ).values
        #expect(relativeL2(try #require(actual["output"]), try #require(expected["output"])) < 0.02)
        let trained = try DeviceRun(
            graph, on: OneDNNDevice(weightedPrecision: .bf16), isTraining: true, precision: .bf16
        ).values
        let exact = try DeviceRun(graph, on: OneDNNDevice(), isTraining: true).values
        let gradient = try #require(trained["input gradient"])
        #expect(relativeL2(gradient, try #require(exact["input gradient"])) < 0.1)
    }

    /// No kernel is oneDNN's reference, and none of a grouped or depthwise convolution its general
    /// GEMM.
    @Test(arguments: cases)
    func usesNoReferenceKernel(_ example: Case) throws {
        let graph = try example.graph()
        for mode in [
            CompileOptions.Mode.inference, .training(loss: LinearLoss(factors: []), rule: nil),
        ] {
            let program = try OneDNNDevice().compile(graph, CompileOptions(mode: mode, threads: 2))
            #expect(!program.plan.kernels.contains { $0.contains("ref") }, "\(program.plan)")
        }
    }

    /// Stochastic depth keeps an image or drops it whole, and scales those that it keeps.
    @Test func stochasticDepthDropsWholeImages() throws {
        var graph = Graph(input: [64, 2, 2, 2])
        _ = StochasticDepth(0.25).add(to: &graph, after: 0)
        _ = graph.add(.flatten, [1], shape: [64, 8])
        let output = try #require(
            try DeviceRun(graph, on: OneDNNDevice(), isTraining: true).values["output"])
        let images = NetworkProbe.images("input", graph.inputShape).values
        var kept = 0
        for image in 0..<64 {
            let range = image * 8..<(image + 1) * 8
            let factor: Float = output[range].allSatisfy { $0 == 0 } ? 0 : 1 / 0.75
            kept += factor == 0 ? 0 : 1
            expectClose(
                Array(output[range]), images[range].map { $0 * factor }, atol: 1e-6, rtol: 1e-6)
        }
        #expect((36...60).contains(kept))
    }
}
