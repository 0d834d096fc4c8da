import CAllocationCounter
import Engine
import Foundation
import JSON
import Networks
import Tensors
import Training
import Vocabulary

/// Counts the allocations of training steps, in a process whose `malloc` and `mmap` count their
/// calls: `allocations NETWORK IMAGE-SIZE BATCH-SIZE THREADS [deferred]`. Prints a JSON object.
/// With `deferred`, each update averages two batches, limits the norm of the gradient and is
/// followed by a moving average.
@main
struct Allocations: Encodable {
    /// The number of allocations of the engine in each counted step, without those of oneDNN.
    var counts: [Int] = []
    /// The size of the largest of these allocations, in bytes.
    var largest = 0
    /// The number of allocations of oneDNN, OpenMP and the C++ library in each counted step.
    var libraryCounts: [Int] = []
    /// The growth of the heap from the first counted step to the last, in bytes.
    var growth = 0
    /// The growth of the number of allocated blocks from the first counted step to the last.
    var blockGrowth = 0
    /// The size of the engine's largest allocation during compilation, in bytes.
    var largestOfCompilation = 0
    /// The size of activations, gradients and scratch space in bytes, according to the plan of the
    /// program.
    var arenaBytes = 0

    private static let warmUpSteps = 3
    private static let countedSteps = 8

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.dropFirst().compactMap { Int($0) }
        guard let kind = arguments.first, numbers.count == 3 else {
            fatalError("expected NETWORK IMAGE-SIZE BATCH-SIZE THREADS [deferred]")
        }
        let found = try Allocations(
            kind, size: numbers[0], batch: numbers[1], threads: numbers[2],
            isDeferred: arguments.contains("deferred"))
        print(String(decoding: try JSONEncoder().encode(found), as: UTF8.self))
    }

    private init(
        _ kind: String, size: Int, batch: Int, threads: Int, isDeferred: Bool
    ) throws {
        guard let network = NetworkRegistry.make(kind, classes: 2, imageSize: size) else {
            fatalError("no network '\(kind)'")
        }
        let graph = try network.graph(input: [batch, 3, size, size])
        let rule = SGD(SettingValues(SGD.settings, ["momentum": .number(0.9)]))
        let updates =
            isDeferred
            ? UpdateOptions(clipNorm: 1, accumulates: true, averageDecay: 0.9) : UpdateOptions()
        allocation_counter_start()
        let program = try OneDNNDevice().compile(
            graph,
            CompileOptions(
                mode: .training(loss: CrossEntropy(), rule: rule), threads: threads,
                updates: updates))
        largestOfCompilation = Int(allocation_counter_stop().largest)
        arenaBytes = program.plan.arenaBytes
        try program.load(graph.initialParameters(seed: 1))
        var images = Tensor(repeating: 0, shape: graph.inputShape)
        images.withUnsafeMutableValues {
            RandomStream(seed: 1, purpose: .test).fillUniform($0, bound: 1)
        }
        let labels = (0..<batch).map { Int32($0 % 2) }
        var counted: [allocation_counts] = []
        counted.reserveCapacity(Self.countedSteps)
        var (before, blocksBefore) = (0, 0)
        try images.withUnsafeValues { values in
            let batch = Batch(values, labels: labels)
            for number in 0..<Self.warmUpSteps + Self.countedSteps {
                var step = TrainingStep(learningRate: 0.01, number: number, seed: 1)
                if isDeferred {
                    step.update = number / 2
                    step.group = BatchGroup(position: number % 2, count: 2)
                }
                let isCounted = number >= Self.warmUpSteps
                if number == Self.warmUpSteps {
                    before = allocation_counter_bytes_in_use()
                    blocksBefore = allocation_counter_blocks_in_use()
                }
                if isCounted { allocation_counter_start() }
                _ = try program.train(batch, step)
                if isCounted { counted.append(allocation_counter_stop()) }
            }
        }
        growth = allocation_counter_bytes_in_use() - before
        blockGrowth = allocation_counter_blocks_in_use() - blocksBefore
        counts = counted.map { Int($0.count) }
        libraryCounts = counted.map { Int($0.library_count) }
        largest = counted.map { Int($0.largest) }.max() ?? 0
    }
}
