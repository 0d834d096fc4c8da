import Engine
import Foundation
import JSON
import Networks
import Tensors
import TestSupport
import Testing
import Training
import Vocabulary

extension Trait where Self == ConditionTrait {
    /// Enables a test on processors with instructions for bfloat16.
    static var needsBFloat16: Self {
        .enabled(
            if: OneDNNLibrary.supports(.bf16),
            "this processor has no AVX512_BF16 instructions (or DNNL_MAX_CPU_ISA excludes them)")
    }
}

/// Computation in bfloat16: the engine against the reference device, which rounds to bfloat16
/// where the engine does, and against 32-bit floats.
@Suite struct PrecisionTests {
    /// The relative error of rounding to bfloat16, which has 8 significant bits.
    static let rounding = 0x1p-9

    /// Convolutions and linear layers compute in bfloat16 or, where that is faster, in 32-bit
    /// floats.
    @Test(.needsBFloat16, arguments: OperationTests.cases, [ComputePrecision.bf16, .fp32])
    func operationsMatchTheReference(_ name: String, _ weighted: ComputePrecision) throws {
        let golden = try Golden(name)
        let (expected, expectedGradients) = try OperationProbe(
            golden, on: ReferenceDevice(weightedPrecision: weighted), precision: .bf16
        ).run()
        let (output, gradients) = try OperationProbe(
            golden, on: OneDNNDevice(weightedPrecision: weighted), precision: .bf16
        ).run()
        // The order of sums may change the last bit of a few values.
        #expect(relativeL2(output, expected) < Self.rounding, "output")
        #expect(relativeL2(output, try golden.values("output")) < 3 * Self.rounding, "output")
        #expect(gradients.map(\.0) == expectedGradients.map(\.0))
        for (gradient, expected) in zip(gradients, expectedGradients) {
            #expect(relativeL2(gradient.1, expected.1) < Self.rounding, "\(gradient.0)")
            let exact = try golden.values(gradient.0)
            #expect(relativeL2(gradient.1, exact) < 4 * Self.rounding, "\(gradient.0)")
        }
    }

    /// A few training steps of whole networks: the losses are close to those in 32-bit floats, and
    /// two runs give identical parameters.
    @Test(
        .needsBFloat16, arguments: ["cnn4", "alexnet", "resnet18", "densenet121", "vgg11"],
        [ComputePrecision.bf16, .fp32])
    func trainingIsCloseTo32Bits(_ network: String, _ weighted: ComputePrecision) throws {
        let device = OneDNNDevice(weightedPrecision: weighted)
        let exact = try losses(network, .fp32, on: device)
        let run = try losses(network, .bf16, on: device)
        #expect(try losses(network, .bf16, on: device).parameters == run.parameters)
        for (loss, expected) in zip(run.losses, exact.losses) {
            #expect(
                abs(loss - expected) < 0.03 * max(0.5, expected), "\(run.losses), \(exact.losses)")
        }
        #expect(run.parameters != exact.parameters)
        let errors = zip(run.logits, exact.logits).map { $0 - $1 }
        let norm = exact.logits.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        let error = errors.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() / norm
        #expect(error < 0.015, "relative error of the logits before training")
    }

    private func losses(
        _ kind: String, _ precision: ComputePrecision, on device: OneDNNDevice
    ) throws -> (
        losses: [Double], parameters: [Float], logits: [Float]
    ) {
        let network = try #require(NetworkRegistry.make(kind, classes: 2, imageSize: 64))
        let graph = try network.graph(input: [8, 3, 64, 64])
        let rule = SGD(SettingValues(SGD.settings, ["momentum": .number(0.9)]))
        let program = try device.compile(
            graph,
            CompileOptions(
                mode: .training(loss: CrossEntropy(), rule: rule), precision: precision,
                threads: 2))
        try program.load(graph.initialParameters(seed: 1))
        let inference = try device.compile(
            graph,
            CompileOptions(mode: .inference, precision: precision, threads: 2, sharing: program))
        try inference.refreshParameters()
        var images = Tensor(repeating: 0, shape: graph.inputShape)
        images.withUnsafeMutableValues {
            RandomStream(seed: 1, purpose: .test).fillUniform($0, bound: 1)
        }
        return try images.withUnsafeValues { values in
            let batch = Batch(values, labels: (0..<8).map { Int32($0 % 2) })
            let logits = try inference.infer(batch)
            var losses: [Double] = []
            for number in 0..<4 {
                let step = TrainingStep(learningRate: 0.001, number: number, seed: 1)
                losses.append(try program.train(batch, step).mean)
            }
            var parameters: [Float] = []
            for parameter in graph.parameters {
                parameters += try program.parameter(parameter.name).values
            }
            return (losses, parameters, logits)
        }
    }

    /// A format is chosen by measuring both, and the choice is used again.
    @Test(.needsBFloat16) func theFasterFormatIsRemembered() throws {
        let network = try #require(NetworkRegistry.make("cnn4", classes: 2, imageSize: 64))
        let graph = try network.graph(input: [8, 3, 64, 64])
        let rule = SGD(SettingValues(SGD.settings, ["momentum": .number(0.9)]))
        let options = CompileOptions(
            mode: .training(loss: CrossEntropy(), rule: rule), precision: .bf16, threads: 2)
        func plan(_ device: OneDNNDevice) throws -> [String] {
            try device.compile(graph, options).plan.entries.map { "\($0)" }
        }
        let choices = KernelChoices(measures: true)
        let measured = try plan(OneDNNDevice(kernels: choices))
        let formats = choices.all.filter { $0.key.hasSuffix(", bf16") }
        #expect(Set(formats.values).isSubset(of: ["bf16", "fp32"]))
        #expect(formats.count > 4)
        #expect(Set(choices.used.keys).isSuperset(of: formats.keys))
        #expect(
            try plan(OneDNNDevice(kernels: KernelChoices(choices.all, measures: false)))
                == measured)
        for (value, precision) in [("fp32", ComputePrecision.fp32), ("bf16", .bf16)] {
            let known = KernelChoices(choices.all.mapValues { _ in value }, measures: false)
            #expect(
                try plan(OneDNNDevice(kernels: known))
                    == plan(OneDNNDevice(weightedPrecision: precision)))
        }
    }

    /// A choice for inference holds for every batch size, so an image has one result.
    @Test(.needsBFloat16) func inferenceHasOneChoiceForAllBatchSizes() throws {
        let network = try #require(NetworkRegistry.make("cnn4", classes: 2, imageSize: 64))
        let choices = KernelChoices(measures: true)
        var formats: Set<String> = []
        for size in [16, 1, 4] {
            _ = try OneDNNDevice(kernels: choices).compile(
                network.graph(input: [size, 3, 64, 64]),
                CompileOptions(mode: .inference, precision: .bf16, threads: 2))
            let found = Set(choices.all.keys.filter { $0.hasSuffix(", bf16") })
            #expect(!found.isEmpty)
            if size == 16 { formats = found }
            #expect(found == formats)
        }
    }

    /// No call falls back to oneDNN's reference kernels or its general GEMM.
    @Test(
        .needsBFloat16, arguments: ["alexnet", "vgg16", "resnet50", "densenet201"], [1, 16])
    func everyKernelIsForTheseInstructions(_ kind: String, _ batch: Int) throws {
        let network = try #require(NetworkRegistry.make(kind, classes: 2, imageSize: 224))
        let graph = try network.graph(input: [batch, 3, 224, 224])
        let rule = SGD(SettingValues(SGD.settings, ["momentum": .number(0.9)]))
        let modes: [CompileOptions.Mode] = [
            .inference, .training(loss: CrossEntropy(), rule: rule),
        ]
        for mode in modes {
            let program = try OneDNNDevice().compile(
                graph, CompileOptions(mode: mode, precision: .bf16, threads: 2))
            #expect(!program.plan.kernels.contains { $0.contains("ref") })
        }
    }

    /// Without the instructions, bf16 is an error that says what to do.
    @Test func withoutInstructionsItIsAnError() throws {
        guard !OneDNNLibrary.supports(.bf16) else { return }
        let network = try #require(NetworkRegistry.make("cnn4", classes: 2, imageSize: 32))
        let graph = try network.graph(input: [1, 3, 32, 32])
        #expect {
            try OneDNNDevice().compile(
                graph, CompileOptions(mode: .inference, precision: .bf16, threads: 1))
        } throws: {
            "\($0)".contains("use fp32, or auto")
        }
    }
}
