import ArgumentParser
import Engine
import Foundation
import Inference
import JSON
import Networks
import Options
import Processes
import Runs
import Tensors
import Training
import Vocabulary

/// The command `study bench`, which times the training and inference of a network.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure the time of a training step or forward pass.",
        discussion: """
            Runs a network on random images. Prints the median time of the timed steps, after one warm-up step, and the \
            planned and the measured memory; --json also prints the seconds of each step. A training step is the forward \
            pass, the backward pass and an SGD update with momentum.

            EXAMPLES
              study bench --network alexnet --batch-size 16 --image-size 224 --pass train --json
              study bench --network alexnet --pass infer --profile
            """)

    enum Pass: String, ExpressibleByArgument, CaseIterable { case train, infer }

    @Option(help: ArgumentHelp("The network, such as alexnet.", valueName: "kind"))
    var network = "alexnet"
    @Option(help: ArgumentHelp("Number of images per step.", valueName: "number"))
    var batchSize = 16
    @Option(help: ArgumentHelp("Side of the square images in pixels.", valueName: "pixels"))
    var imageSize = 224
    @Option(help: "A training step or a forward pass.") var pass = Pass.train
    @Option(help: "The number format of the computation.") var precision = PrecisionSetting.fp32
    @Option(
        help: ArgumentHelp(
            "Number of timed steps (default: as many as fit in three seconds, at least 5, at most 50).",
            valueName: "number"))
    var steps: Int?
    @Option(
        help: ArgumentHelp("Number of threads; 0: one for each core.", valueName: "number"))
    var threads = 0
    @Flag(help: "Also print the time of each kind of kernel and of the slowest calls.")
    var profile = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard batchSize > 0, imageSize > 0, steps ?? 1 > 0, threads >= 0 else {
            throw ValidationError(
                "--batch-size, --image-size and --steps must be at least 1, --threads at least 0")
        }
        guard !(profile && json) else {
            throw ValidationError("--profile cannot be combined with --json")
        }
        guard NetworkRegistry.all.contains(where: { $0.kind == network }) else {
            throw ValidationError(
                "no network '\(network)'; "
                    + Names(NetworkRegistry.all.map { $0.kind }).suggestion(for: network))
        }
    }

    /// The number format of the computation on this processor.
    var computed: ComputePrecision {
        precision.resolved(hasBFloat16: OneDNNLibrary.supports(.bf16))
    }

    func run() throws {
        guard let made = NetworkRegistry.make(network, classes: 2, imageSize: imageSize) else {
            return
        }
        let graph = try made.graph(input: [batchSize, 3, imageSize, imageSize])
        let threads = threads > 0 ? threads : AvailableCores.count
        let rule = SGD(SettingValues(SGD.settings, ["momentum": .number(0.9)]))
        let mode: CompileOptions.Mode =
            pass == .train ? .training(loss: CrossEntropy(), rule: rule) : .inference
        let cache = KernelCache()
        let kernels = cache.load(measures: true)
        let program = try chosenDevice().with(kernels).compile(
            graph, CompileOptions(mode: mode, precision: computed, threads: threads))
        try cache.save(kernels)
        for parameter in graph.parameters {
            try program.setParameter(
                parameter.name, to: parameter.initializer.tensor(for: parameter, seed: 1))
        }
        let report = BenchReport(
            command: self, threads: threads, stepSeconds: try time(program),
            flops: pass == .train ? graph.trainingFLOPs : graph.forwardFLOPs,
            peakBytes: peakResidentBytes(), plan: program.plan)
        print(json ? report.json.pretty : report.text)
        if profile { print(slowest(program, steps: report.stepSeconds.count)) }
    }

    private func time(_ program: any Program) throws -> [Double] {
        var images = Tensor(repeating: 0, shape: program.graph.inputShape)
        images.withUnsafeMutableValues {
            RandomStream(seed: 1, purpose: .test).fillUniform($0, bound: 1)
        }
        var seconds: [Double] = []
        try images.withUnsafeValues { values in
            let batch = Batch(values, labels: (0..<batchSize).map { Int32($0 % 2) })
            try step(program, batch, number: 0)
            if profile { program.measure() }
            while !isEnough(seconds) {
                let start = ContinuousClock.now
                try step(program, batch, number: seconds.count + 1)
                seconds.append((ContinuousClock.now - start) / .seconds(1))
            }
        }
        return seconds
    }

    private func isEnough(_ seconds: [Double]) -> Bool {
        if let steps { return seconds.count == steps }
        return seconds.count >= 50 || seconds.count >= 5 && seconds.reduce(0, +) >= 3
    }

    private func step(
        _ program: any Program, _ batch: Batch, number: Int
    ) throws {
        switch pass {
        case .train:
            let step = TrainingStep(learningRate: 0.01, number: number, seed: 1)
            _ = try program.train(batch, step)
        case .infer: _ = try program.infer(batch)
        }
    }

    /// The time per step of each kind of kernel, and of the twenty slowest calls.
    private func slowest(_ program: any Program, steps: Int) -> String {
        let total = program.entrySeconds.reduce(0, +)
        let line = { (seconds: Double, title: String) in
            String(
                format: "%8.2f ms %5.1f%%  ", seconds * 1000 / Double(steps), seconds / total * 100)
                + title
        }
        let calls = zip(program.plan.entries, program.entrySeconds)
        var kinds: [String: Double] = [:]
        for (entry, seconds) in calls {
            // The operation of an update is the name of a parameter.
            let operation = entry.pass == .update ? "all" : entry.operation
            kinds["\(operation), \(entry.pass.rawValue)  \(entry.kernel)", default: 0] += seconds
        }
        let byKind = kinds.sorted { $0.value > $1.value }.map { line($0.value, $0.key) }
        let slowest = calls.sorted { $0.1 > $1.1 }.prefix(20).map { entry, seconds in
            line(
                seconds,
                "\(entry.layer)  \(entry.operation), \(entry.pass.rawValue)  \(entry.layouts)"
                    + "  \(entry.kernel)")
        }
        return (["by kind:"] + byKind + ["slowest calls:"] + slowest).joined(separator: "\n")
    }

    /// The maximum resident memory of the process so far, in bytes.
    private func peakResidentBytes() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}
