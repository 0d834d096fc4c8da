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
    private func predictor(_ kind: String) throws -> Predictor {
        let network = try #require(NetworkRegistry.make(kind, classes: 3, imageSize: 64))
        return try Predictor(
            network, on: OneDNNDevice(), classes: ["a", "b", "c"],
            transform: EvaluationTransform(resize: 64, crop: 64),
            normalization: PixelNormalization(.imageNet), parameters: [:])
    }

    private func images(_ count: Int, width: Int) -> [[Float]] {
        (0..<count).map { index in
            var stream = RandomStream(seed: 7, purpose: .test, index: index)
            return (0..<width).map { _ in stream.nextUniform() * 4 - 2 }
        }
    }

    @Test(arguments: ["cnn4", "alexnet", "resnet18", "densenet121"])
    func picturesHaveTheSameBitsInEveryBatch(_ kind: String) throws {
        let predictor = try predictor(kind)
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

    /// The engine's own kernels, which are used on such processors, do not depend on the batch
    /// size.
    @Test(
        .enabled(
            if: Platform.current(threads: 1).instructionSet == "avx2",
            "kernels use wider instructions than AVX2; 'make test' runs this with DNNL_MAX_CPU_ISA=AVX2, too"
        ),
        arguments: ["cnn4", "vgg11", "resnet18"])
    func largeBatchesAreUsed(_ kind: String) throws {
        let predictor = try predictor(kind)
        while try predictor.programs.grow() {}
        #expect(predictor.programs.largest == 16)
    }
}
