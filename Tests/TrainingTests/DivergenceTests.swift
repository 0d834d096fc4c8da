import Datasets
import Engine
import JSON
import Networks
import Tensors
import Testing
import Training
import Vocabulary

/// Losses and gradients that are not finite, and the smallest batches.
@Suite struct DivergenceTests {
    /// Examples of four values with two alternating classes.
    private struct NumberExamples: ExampleSource {
        let count: Int
        let width = 4
        var labels: [Int32] { (0..<count).map { Int32($0 % 2) } }
        func write(_ index: Int, into target: UnsafeMutablePointer<Float>) {
            for position in 0..<width {
                target[position] = Float((index * 7 + position * 3) % 5) - 2
            }
        }
    }

    /// A loss with a given value and a given gradient, independent of the logits.
    private struct GivenLoss: LossFunction {
        let loss: Double
        let gradientValue: Float
        func evaluate(
            _ logits: UnsafePointer<Float>, classes: Int, targets: Targets,
            gradient: UnsafeMutablePointer<Float>?
        ) -> LossResult {
            gradient?.update(repeating: gradientValue, count: targets.count * classes)
            return LossResult(mean: loss, weight: Double(targets.count), correct: 0)
        }
    }

    private static func graph(batch: Int, norm: Bool = false) throws -> Graph {
        var graph = Graph(input: [batch, 4, 1, 1])
        var node = 0
        if norm {
            node = try graph.scope("norm") { (graph) throws(ShapeError) in
                try BatchNorm2D(4).add(to: &graph, after: node)
            }
        }
        node = graph.add(.flatten, [node], shape: [batch, 4])
        _ = try graph.scope("linear") { (graph) throws(ShapeError) in
            try Linear(4, 2).add(to: &graph, after: node)
        }
        return graph
    }

    private static func events(
        _ loss: any LossFunction, examples: Int = 6, norm: Bool = false, epochs: Int = 2
    ) throws -> [TrainingEvent] {
        let graph = try graph(batch: 4, norm: norm)
        let options = TrainingOptions(
            epochs: epochs, shuffle: false, seed: 1, threads: 1,
            optimizer: SGD(SettingValues(SGD.settings)), learningRate: 0.01,
            schedule: Constant(SettingValues(Constant.settings)), schedulePerStep: false, loss: loss
        )
        let trainer = try Trainer(
            graph, on: OneDNNDevice(),
            batches: EpochBatches(examples: examples, size: 4, for: graph), options: options)
        var events: [TrainingEvent] = []
        try TrainingLoop([trainer], train: NumberExamples(count: examples), evaluated: []).run {
            events.append($1)
        }
        return events
    }

    @Test(arguments: [
        (Double.nan, Float(1), "the train loss is nan"), (.infinity, 1, "the train loss is inf"),
        (1, .nan, "the norm of the gradient is nan"),
        (1, .infinity, "the norm of the gradient is "),
    ])
    func aQuantityThatIsNotFiniteEndsATrainingAtOnce(
        _ loss: Double, _ gradientValue: Float, _ message: String
    ) throws {
        let events = try Self.events(GivenLoss(loss: loss, gradientValue: gradientValue))
        #expect(events.count == 2)
        guard case .diverged(let divergence) = events.last else {
            Issue.record("expected a divergence, got \(events)")
            return
        }
        #expect("\(divergence)".hasPrefix("diverged: \(message)"))
        #expect("\(divergence)".contains(" at epoch 1, step 1 of 2; "))
    }

    /// The squares of a gradient can exceed single precision while the gradient and its norm do
    /// not, and a loss can be very large but finite.
    @Test func largeValuesAreNoDivergence() throws {
        let events = try Self.events(GivenLoss(loss: 1e23, gradientValue: 1e25))
        let norms = events.compactMap { event in
            if case .step(let step) = event { step.gradientNorm } else { nil }
        }
        #expect(norms.count == 4 && norms.allSatisfy { $0.isFinite && $0 > 1e24 }, "\(norms)")
        guard case .finished = events.last else {
            Issue.record("expected an end, got \(events)")
            return
        }
    }

    @Test(arguments: [
        (9, 8, true, 1, 1), (9, 8, false, 0, 2), (8, 8, true, 0, 1), (10, 8, true, 0, 2),
        (1, 1, true, 0, 1), (3, 2, true, 1, 1), (17, 16, true, 1, 1), (7, 1, false, 0, 7),
    ])
    func aLastBatchOfOneIsLeftOut(
        _ examples: Int, _ size: Int, _ norm: Bool, _ leftOut: Int, _ steps: Int
    ) throws {
        let batches = EpochBatches(
            examples: examples, size: size, for: try Self.graph(batch: size, norm: norm))
        #expect(batches.leftOut == leftOut && batches.steps == steps)
    }

    /// The accuracy is computed over the images that were used for training.
    @Test func accuracyCountsOnlyTheTrainedImages() throws {
        for (examples, norm, steps) in [(5, true, 1), (5, false, 2), (6, true, 2)] {
            let events = try Self.events(
                CrossEntropy(), examples: examples, norm: norm, epochs: 1)
            let count = events.count { if case .step = $0 { true } else { false } }
            #expect(count == steps)
            guard case .epoch(let epoch) = events.dropLast().last else {
                Issue.record("expected an epoch, got \(events)")
                return
            }
            let accuracy = try #require(epoch.splits[.train]).accuracy
            let images = examples == 5 && norm ? 4.0 : Double(examples)
            #expect((accuracy * images).rounded() == accuracy * images)
        }
    }
}
