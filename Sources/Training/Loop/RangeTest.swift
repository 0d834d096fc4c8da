package import Datasets
package import Engine
import Foundation
import JSON
package import Networks
package import Tensors
import Vocabulary

/// A learning-rate range test: a short training with an exponentially increasing learning rate,
/// which shows at which rates the loss falls and at which rates it diverges.
///
/// The test is from L. N. Smith, *Cyclical Learning Rates for Training Neural Networks*, 2017,
/// section 3.3, in the form of fastai's `lr_find`: 100 steps from 1e-7 to 10, a smoothed loss, and
/// an end if the smoothed loss exceeds four times its minimum. The last step has the rate `to`;
/// fastai ends one step earlier.
package struct RangeTest: Sendable, Hashable {
    /// The rate of the first step.
    package let from: Double
    /// The rate of the last step.
    package let to: Double
    /// The number of steps.
    package let steps: Int

    /// The smallest number of steps.
    package static let minimumSteps = 10

    /// - Throws: `RangeTestError`.
    package init(from: Double = 1e-7, to: Double = 10, steps: Int = 100) throws(RangeTestError) {
        for (name, rate) in [("from", from), ("to", to)] where !(rate > 0 && rate.isFinite) {
            throw .rate(name, rate)
        }
        guard from < to else { throw .order(from: from, to: to) }
        guard steps >= Self.minimumSteps else { throw .steps(steps) }
        self.from = from
        self.to = to
        self.steps = steps
    }

    /// Trains a network from its initial values on the first batches of a training with `options`.
    /// At the end of the training examples, the next epoch begins.
    ///
    /// The optimizer, the loss, the order and the seed are those of `options`; the schedule and the
    /// rates are not. If the backbone has its own rate, the rate increases in the same ratio to the
    /// rate of the head.
    /// - Parameters:
    ///   - graph: the graph for the batches of a step.
    ///   - examples: the examples of the training split.
    ///   - extractor: the frozen backbone that computes the inputs of `graph`; nil: there is none.
    ///   - parameters: the initial values, by name; parameters without a value are initialized from
    ///     the seed.
    ///   - progress: called after each step; an error that it throws ends the test.
    /// - Throws: `EngineError`.
    package func run(
        _ graph: Graph, on device: any Device, examples: any ExampleSource,
        extractor: FeatureExtractor? = nil, options: TrainingOptions,
        parameters: [String: Tensor] = [:],
        progress: (RangeCurve.Point) throws -> Void = { _ in }
    ) throws -> RangeCurve {
        struct End: Error {}
        let trainer = try Trainer(
            graph, on: device,
            batches: EpochBatches(
                examples: examples.count, size: graph.inputShape[0],
                accumulate: options.accumulate, for: graph),
            options: rising(options), parameters: parameters)
        var curve = RangeCurve(of: self)
        do {
            try TrainingLoop([trainer], train: examples, extractor: extractor, evaluated: []).run {
                _, event in
                switch event {
                case .step(let step):
                    try progress(curve.add(rate: step.learningRate, loss: step.loss))
                case .diverged:
                    // The loss of the step can still be finite if its gradient is not.
                    guard let last = curve.points.last else { return }
                    try progress(curve.add(rate: last.learningRate, loss: .infinity))
                case .epoch, .finished: return
                }
                if curve.isComplete { throw End() }
            }
        } catch is End {}
        return curve
    }

    private func rising(_ options: TrainingOptions) -> TrainingOptions {
        var options = options
        options.backboneLearningRate = options.backboneLearningRate.map {
            $0 / options.learningRate * from
        }
        options.learningRate = from
        options.schedule = RisingRate(
            SettingValues(["span": .number(to / from), "steps": .number(Double(steps))]))
        options.schedulePerStep = true
        // This is enough, since an epoch has at least one step.
        options.epochs = steps
        options.patience = nil
        options.ema = nil
        return options
    }
}

/// A schedule with the rate `base * span^(n / (steps - 1))` at step `n`. Study files cannot select
/// it.
private struct RisingRate: Schedule {
    static let kind = "rising"
    static let summary = "Rises exponentially from step to step."
    static let settings: [Setting] = []

    private let span: Double
    private let steps: Double

    init(_ values: SettingValues) {
        span = values.number("span")
        steps = values.number("steps")
    }

    func rate(base: Double, at time: ScheduleTime) -> Double {
        base * pow(span, (time.epoch / time.interval).rounded() / (steps - 1))
    }
}

/// An error in the arguments of a range test.
package enum RangeTestError: Error, Hashable, CustomStringConvertible {
    /// `from` or `to` is not a positive finite number.
    case rate(String, Double)
    case order(from: Double, to: Double)
    case steps(Int)

    package var description: String {
        switch self {
        case .rate(let name, let got): "\(name): must be a positive number; got \(got)"
        case .order(let from, let to): "from: must be less than to, which is \(to); got \(from)"
        case .steps(let got): "steps: must be at least \(RangeTest.minimumSteps); got \(got)"
        }
    }
}
