import Engine
import Foundation
import JSON
import Results
import Runs
import Vocabulary

/// The measurements of `study bench`.
struct BenchReport {
    let command: BenchCommand
    let threads: Int
    /// The duration of each timed step.
    let stepSeconds: [Double]
    /// The FLOPs of a step.
    let flops: Double
    /// The maximum resident memory of the process.
    let peakBytes: Int
    let plan: Plan

    private var medianSeconds: Double {
        let sorted = stepSeconds.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
    private var millisecondsPerImage: Double { medianSeconds * 1000 / Double(command.batchSize) }
    private var gigaflopsPerSecond: Double { flops / medianSeconds / 1e9 }

    var json: JSONValue {
        [
            "network": .string(command.network), "batchSize": number(command.batchSize),
            "imageSize": number(command.imageSize), "pass": .string(command.pass.rawValue),
            "precision": .string(command.computed.rawValue),
            "threads": number(threads), "steps": number(stepSeconds.count),
            "millisecondsPerImage": .number(millisecondsPerImage),
            "gigaflopsPerSecond": .number(gigaflopsPerSecond),
            "stepSeconds": .array(stepSeconds.map { .number($0) }),
            "peakBytes": number(peakBytes), "plannedBytes": number(plan.totalBytes),
            "arenaBytes": number(plan.arenaBytes), "parameterBytes": number(plan.parameterBytes),
            "stateBytes": number(plan.stateBytes),
            "kernels": .array(plan.kernels.map { .string($0) }),
            "versions": [
                "study": .string(CodeVersion.program),
                "oneDNN": .string(OneDNNLibrary.version),
            ],
        ]
    }

    private func number(_ value: Int) -> JSONValue { .number(Double(value)) }

    var text: String {
        let speed = String(
            format: "%.2f ms/image, %.0f GFLOP/s, median of %d steps", millisecondsPerImage,
            gigaflopsPerSecond, stepSeconds.count)
        return """
            \(command.network) batch \(command.batchSize) \(command.imageSize)px \
            \(command.pass.rawValue) \(command.computed.rawValue), \(threads) threads: \(speed)
            memory: planned \(gigabytes(plan.totalBytes)) (arena \(gigabytes(plan.arenaBytes)), \
            parameters \(gigabytes(plan.parameterBytes)), optimizer and kept gradients \
            \(gigabytes(plan.stateBytes))), measured peak \(gigabytes(peakBytes))
            kernels: \(plan.kernels.joined(separator: ", "))
            """
    }

    private func gigabytes(_ bytes: Int) -> String {
        String(format: "%.2f GB", Double(bytes) / 1e9)
    }
}
