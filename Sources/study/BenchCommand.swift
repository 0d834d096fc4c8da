import ArgumentParser
import Engine
import Foundation
import Networks
import Settings
import Tensors
import Training

/// `study bench`: how fast the engine trains and runs a network on this machine.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Time a network's training step or forward pass.",
        discussion: """
            Prints the median over the counted steps, after one warm-up step, on random images.

              study bench --network alexnet --batch-size 16 --image-size 224 --pass train
            """)

    enum Pass: String, ExpressibleByArgument, CaseIterable { case train, infer }

    @Option(help: "A network's kind, such as alexnet.") var network = "alexnet"
    @Option(help: "Images per step.") var batchSize = 16
    @Option(help: "Pixels of the square images.") var imageSize = 224
    @Option(help: "train (forward, backward, update) or infer.") var pass = Pass.train
    @Option(help: "Counted steps.") var steps = 10
    @Option(help: "Threads; 0 for all cores.") var threads = 0
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard batchSize > 0, imageSize > 0, steps > 0, threads >= 0 else {
            throw ValidationError("--batch-size, --image-size and --steps must be positive")
        }
    }

    func run() throws {
        guard let network = Networks.make(network, classes: 2, imageSize: imageSize) else {
            throw ValidationError("unknown network")
        }
        let graph = try network.graph(input: [batchSize, 3, imageSize, imageSize])
        let threads = threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount
        let rule = SGD(SettingValues(SGD.settings, ["momentum": .number(0.9)]))
        let mode: CompileOptions.Mode =
            pass == .train ? .training(loss: CrossEntropy(), rule: rule) : .inference
        let program = try OneDNNDevice().compile(
            graph, CompileOptions(mode: mode, threads: threads))
        for parameter in graph.parameters {
            try program.setParameter(
                parameter.name, to: parameter.initializer.tensor(for: parameter, seed: 1))
        }
        var images = Tensor(repeating: 0, shape: graph.inputShape)
        images.withUnsafeMutableValues {
            RandomStream(seed: 1, purpose: .test).fillUniform($0, bound: 1)
        }
        let labels = (0..<batchSize).map { Int32($0 % 2) }
        var seconds: [Double] = []
        try images.withUnsafeValues { values in
            let batch = ImageBatch(values, count: batchSize)
            for step in 0...steps {
                let start = ContinuousClock.now
                if pass == .train {
                    _ = try program.train(
                        batch, labels: labels,
                        TrainingStep(learningRate: 0.01, number: step, seed: 1))
                } else {
                    _ = try program.infer(batch)
                }
                if step > 0 { seconds.append((ContinuousClock.now - start) / .seconds(1)) }
            }
        }
        let median = seconds.sorted()[seconds.count / 2]
        print(program.plan)
        print(
            "median \(median * 1000 / Double(batchSize)) ms/image, min \((seconds.min() ?? 0) * 1000 / Double(batchSize))"
        )
    }
}
