import Engine
import Foundation
import Inference
import Networks
import Tensors
import Testing
import TestSupport
import Training

@Suite struct KernelCacheTests {
    @Test func whatWasMeasuredIsRemembered() throws {
        try withTemporaryFolder { folder in
            let cache = KernelCache(folder: folder)
            let measured = cache.load(measures: true)
            #expect(measured.all.isEmpty)
            let plan = try Self.compile(measured)
            // Two shapes of convolutions with three passes each; without AVX-512 the library offers
            // no choice.
            let hasChoice = OneDNNLibrary.instructionSet.hasPrefix("avx512")
            #expect(plan.contains { $0.contains("avx512") } == hasChoice)
            #expect(measured.all.count == (hasChoice ? 6 : 0))
            #expect(measured.used == measured.all)
            try cache.save(measured)

            let remembered = cache.load(measures: false)
            #expect(remembered.all == measured.all)
            #expect(remembered.used.isEmpty)
            #expect(try Self.compile(remembered) == plan)
            #expect(remembered.used == measured.all)
        }
    }

    /// The kernels in the cache are used on every processor, because each has a direct kernel.
    @Test func savedChoicesAreUsed() throws {
        try withTemporaryFolder { folder in
            let cache = KernelCache(folder: folder)
            try cache.save(KernelChoices(Self.direct, measures: false))
            let remembered = cache.load(measures: true)
            #expect(remembered.all == Self.direct)
            #expect(remembered.used.isEmpty)
            let plan = try Self.compile(remembered)
            // No operation was left to measure.
            #expect(remembered.all == Self.direct)
            #expect(remembered.used == Self.direct)
            #expect(plan.count > Self.direct.count)
            #expect(!plan.contains { $0.contains("wino") && !$0.hasPrefix("study") })
            try cache.save(remembered)
            #expect(cache.load(measures: false).all == Self.direct)
        }
    }

    @Test func theFirstToSaveIsRight() throws {
        try withTemporaryFolder { folder in
            let cache = KernelCache(folder: folder)
            try cache.save(KernelChoices(["a": "direct"], measures: false))
            try cache.save(KernelChoices(["a": "winograd", "b": "direct"], measures: false))
            #expect(cache.load(measures: false).all == ["a": "direct", "b": "direct"])
        }
    }

    @Test(arguments: ["", "{", "[1, 2]", "{\"a\": 3, \"b\": \"direct\"}"])
    func aDamagedFileIsMadeAgain(_ text: String) throws {
        try withTemporaryFolder { folder in
            let cache = KernelCache(folder: folder)
            try cache.save(KernelChoices(["old": "direct"], measures: false))
            try Data(text.utf8).write(to: URL(fileURLWithPath: cache.path))
            try cache.save(KernelChoices(["new": "winograd"], measures: false))
            #expect(cache.load(measures: false).all["new"] == "winograd")
            #expect(cache.load(measures: false).all["a"] == nil)
        }
    }

    /// The kernels of another machine are used, whether this processor has others or not.
    @Test func choicesOfAnotherMachineAreUsed() throws {
        let direct = KernelChoices(Self.direct, measures: false)
        let plan = try Self.compile(direct)
        #expect(direct.used == direct.all)
        #expect(!plan.contains { $0.contains("wino") && !$0.hasPrefix("study") })
    }

    /// An unknown name, such as that of a later version, is not an error.
    @Test func unknownChoicesAreLeftToTheLibrary() throws {
        let strange = KernelChoices(Self.direct.mapValues { _ in "sorcery" }, measures: false)
        let plan = try Self.compile(strange)
        #expect(try plan == Self.compile(KernelChoices(measures: false)))
        #expect(plan.count > Self.direct.count)
        // The names were looked up.
        #expect(strange.used == strange.all)
    }

    /// Direct kernels for all operations of the network below that have a choice.
    private static let direct: [String: String] = {
        let operations = ["[16, 32, 16, 16]", "[16, 32, 8, 8]"].flatMap { shape in
            ["forward", "backward data", "backward weights"].map {
                "convolution + relu 3x3 padding 1 \(shape) -> \(shape), \($0), 2 threads"
            }
        }
        return Dictionary(uniqueKeysWithValues: operations.map { ($0, "direct") })
    }()

    /// The kernels of the programs of a small network.
    private static func compile(_ kernels: KernelChoices) throws -> [String] {
        let network = try #require(NetworkRegistry.make("cnn4", classes: 2, imageSize: 16))
        let graph = try network.graph(input: [16, 3, 16, 16])
        let device = OneDNNDevice(kernels: kernels)
        let training = try device.compile(
            graph,
            CompileOptions(
                mode: .training(loss: CrossEntropy(), rule: nil), threads: 2, inputGradient: true))
        let inference = try device.compile(
            graph, CompileOptions(mode: .inference, threads: 2, sharing: training))
        return (training.plan.entries + inference.plan.entries).map(\.kernel)
    }
}
