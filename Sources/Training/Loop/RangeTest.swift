package import Datasets
package import Engine
import Foundation
import JSON
package import Networks
package import Tensors
import Vocabulary

/// A learning-rate range test: a short training whose rate rises exponentially from step to step,
/// to see at which rates the loss falls and from where on it explodes.
///
/// L. N. Smith, *Cyclical Learning Rates for Training Neural Networks*, 2017, section 3.3; in the
/// form of fastai's `lr_find`, with 100 steps from 1e-7 to 10, a smoothed loss, and an end where
/// that exceeds four times its best. The last step has the rate `to`, where fastai ends a step
/// before.
package struct RangeTest: Sendable, Hashable {
    /// The rate of the first step.
    package let from: Double
    /// The rate of the last step.
    package let to: Double
    package let steps: Int

    /// The fewest steps that say anything.
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

    /// Trains a network from its first values, on the batches that a training with `options` would
    /// begin with; where the training examples are at their end, the next epoch follows.
    ///
    /// The optimizer, the loss, the order and the seed are those of `options`; schedule and rates
    /// are not, but where the backbone has a rate of its own, that rises along with the head's, in
    /// the same ratio.
    /// - Parameters:
    ///   - graph: laid out for the batches of a step.
    ///   - examples: of the training split.
    ///   - extractor: the frozen backbone that they pass first.
    ///   - parameters: the first values, by name; where there is none it is drawn from the seed.
    ///   - progress: called after each step; what it throws ends the test.
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
                examples: examples.count, size: graph.inputShape[0], for: graph),
            options: rising(options), parameters: parameters)
        var curve = RangeCurve(of: self)
        do {
            try TrainingLoop([trainer], train: examples, extractor: extractor, evaluated: []).run {
                _, event in
                switch event {
                case .step(let step):
                    try progress(curve.add(rate: step.learningRate, loss: step.loss))
                case .diverged:
                    // The step's loss may be finite still, when its gradient is not.
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
        // Enough, for an epoch has a step or more.
        options.epochs = steps
        options.patience = nil
        return options
    }
}

/// `base * span^(n / (steps - 1))` at step `n`. No kind of a study file.
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

/// A range test that cannot be: names the setting, what it may be and what it was.
package enum RangeTestError: Error, Hashable, CustomStringConvertible {
    /// `from` or `to` is no rate.
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
