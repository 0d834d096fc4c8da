import Datasets
import Engine
import Images
import Inference
import JSON
import Networks
import Results
import Tensors
import Testing
import Vocabulary

/// The prediction for an image does not depend on the other images in the batch.
struct PredictorTests {
    private func predictor(_ kind: String, _ precision: ComputePrecision) throws -> CompiledNetwork
    {
        let network = try #require(NetworkRegistry.make(kind, classes: 3, imageSize: 64))
        return try CompiledNetwork(
            network, on: OneDNNDevice(), classes: 3,
            input: NetworkInput(
                EvaluationTransform(resize: 64, crop: 64), PixelNormalization(.imageNet)),
            precision: precision, parameters: [:])
    }

    private func images(_ count: Int, width: Int) -> [[Float]] {
        (0..<count).map { index in
            var stream = RandomStream(seed: 7, purpose: .test, index: index)
            return (0..<width).map { _ in stream.nextUniform() * 4 - 2 }
        }
    }

    private static let kinds = ["cnn4", "alexnet", "resnet18", "densenet121"]

    @Test(arguments: kinds)
    func imagesHaveTheSameBitsInEveryBatch(_ kind: String) throws {
        try expectTheSameBits(kind, .fp32)
    }

    @Test(
        .enabled(
            if: OneDNNLibrary.supports(.bf16), "this processor has no AVX512_BF16 instructions"),
        arguments: kinds)
    func imagesHaveTheSameBitsInEveryBatchOfBFloat16(_ kind: String) throws {
        try expectTheSameBits(kind, .bf16)
    }

    private func expectTheSameBits(_ kind: String, _ precision: ComputePrecision) throws {
        let predictor = try predictor(kind, precision)
        let images = images(19, width: predictor.input.width)
        let alone = try images.map { try predictor.logits([$0])[0] }
        #expect(predictor.programs.largest == 1)
        var isGrowing = true
        while isGrowing {
            isGrowing = try predictor.programs.grow()
            for count in [2, 3, 5, 16, 19] {
                let together = try predictor.logits(Array(images[..<count]))
                #expect(together == Array(alone[..<count]), "\(kind), \(count) images")
            }
            #expect(try predictor.logits(images.reversed()) == alone.reversed())
        }
    }

    /// Computed in minibatches of a training, images beyond the first minibatch are their own.
    @Test func severalMinibatchesOfATrainingAreComputed() throws {
        let network = try #require(NetworkRegistry.make("cnn4", classes: 3, imageSize: 64))
        let input = NetworkInput(
            EvaluationTransform(resize: 64, crop: 64), PixelNormalization(.imageNet))
        let compiled = try CompiledNetwork(
            network, on: OneDNNDevice(), classes: 3, input: input, parameters: [:],
            fixed: (size: 4, threads: 1))
        let images = images(11, width: input.width)
        let together = try compiled.logits(images)
        for (image, logits) in zip(images, together) {
            for (a, b) in zip(logits, try compiled.logits([image])[0]) {
                #expect(abs(a - b) < 1e-5)
            }
        }
        #expect(Set(together).count == 11)
    }

    /// The engine's own kernels, which are used on such processors, do not depend on the batch
    /// size.
    @Test(
        .enabled(
            if: Platform.current(threads: 1).instructionSet == "avx2",
            "kernels use wider instructions than AVX2; 'make test' runs this with DNNL_MAX_CPU_ISA=AVX2, too"
        ),
        arguments: ["cnn4", "vgg11", "resnet18"])
    func largeBatchesAreUsed(_ kind: String) throws {
        let predictor = try predictor(kind, .fp32)
        while try predictor.programs.grow() {}
        #expect(predictor.programs.largest == 16)
    }
}
