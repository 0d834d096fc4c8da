import Datasets
import Engine
import Evaluation
import JSON
import Networks
import Tensors
import Testing
import Training
import Vocabulary

/// The training of a network with several labels: minibatches, evaluations and metrics.
@Suite struct LabelTrainingTests {
    /// Examples of four values; label 0 is positive if the first value is positive, label 1 if the
    /// second one is. Some labels are ignored.
    private struct NumberExamples: ExampleSource {
        let count: Int
        let width = 4
        var labels: [Int32] { [] }
        var ignoresAll = false
        var mixed: MixedLabel?

        func value(_ index: Int, _ position: Int) -> Float {
            Float((index * (7 + position) + position * 3) % 11 - 5) + 0.25
        }
        var labelMatrix: LabelMatrix? {
            LabelMatrix(
                (0..<count).flatMap { index in
                    (0..<2).map { label -> LabelState in
                        if ignoresAll || (index + label) % 5 == 0 { return .ignored }
                        return value(index, label) > 0 ? .positive : .negative
                    }
                }, labels: 2)
        }
        func write(_ index: Int, into target: UnsafeMutablePointer<Float>) {
            for position in 0..<width { target[position] = value(index, position) }
        }
        var mixesLabels: Bool { mixed != nil }
        func mixedLabel(_ index: Int) -> MixedLabel? { mixed }
    }

    private static func run(
        _ loss: any LossFunction, train: NumberExamples, val: NumberExamples, epochs: Int = 12,
        sampler: (any Sampler)? = nil
    ) throws -> (results: [EpochResult], evaluation: SplitEvaluation?, trainer: Trainer) {
        var graph = Graph(input: [8, 4, 1, 1])
        let node = graph.add(.flatten, [0], shape: [8, 4])
        _ = try graph.scope("linear") { (graph) throws(ShapeError) in
            try Linear(4, 2).add(to: &graph, after: node)
        }
        let options = TrainingOptions(
            epochs: epochs, shuffle: true, sampler: sampler, seed: 1, threads: 1,
            optimizer: SGD(SettingValues(SGD.settings)), learningRate: 0.5,
            schedule: Constant(SettingValues(Constant.settings)), schedulePerStep: false,
            loss: loss, monitor: MonitoredMetric("val_auroc"))
        let trainer = try Trainer(
            graph, on: ReferenceDevice(),
            batches: EpochBatches(examples: train.count, size: 8, for: graph), options: options)
        var results: [EpochResult] = []
        var evaluation: SplitEvaluation?
        try TrainingLoop([trainer], train: train, evaluated: [(.val, val)]).run { _, event in
            if case .epoch(let result) = event {
                results.append(result)
                evaluation = trainer.evaluations[.val]
            }
        }
        return (results, evaluation, trainer)
    }

    @Test(arguments: [0, 1, 2]) func aNetworkLearnsBothLabels(_ kind: Int) throws {
        let loss: any LossFunction =
            [BinaryCrossEntropy(posWeights: [1, 2]), SigmoidFocal(), Asymmetric()][kind]
        let (results, evaluation, _) = try Self.run(
            loss, train: NumberExamples(count: 40), val: NumberExamples(count: 30))
        let (first, last) = (try #require(results.first), try #require(results.last))
        let losses = [first, last].compactMap { $0.splits[.train]?.loss }
        #expect(losses[1] < losses[0])
        #expect(last.monitored > 0.95)
        // The metrics are those of the predictions.
        guard case .labels(let predictions)? = evaluation?.predictions else {
            Issue.record("no predictions of labels")
            return
        }
        #expect(predictions.truth == NumberExamples(count: 30).labelMatrix)
        let weighted = try WeightedLabelPredictions(predictions)
        #expect(last.monitored == weighted.macro(AreaUnderROC()))
        let exact = try #require(weighted.exactMatch)
        #expect(abs(exact - (evaluation?.metrics.accuracy ?? -1)) < 1e-12)
    }

    /// Images without a known label change nothing: neither the parameters nor the accuracy.
    @Test func ignoredImagesChangeNothing() throws {
        let ignored = NumberExamples(count: 16, ignoresAll: true)
        let (results, _, trainer) = try Self.run(
            BinaryCrossEntropy(), train: ignored, val: NumberExamples(count: 30), epochs: 2)
        let parameters = Dictionary(uniqueKeysWithValues: try trainer.parameters())
        let (_, _, other) = try Self.run(
            BinaryCrossEntropy(), train: ignored, val: NumberExamples(count: 30), epochs: 1)
        for (name, value) in try other.parameters() { #expect(parameters[name] == value) }
        #expect(results.allSatisfy { $0.splits[.train] == Metrics(loss: 0, accuracy: 0) })
    }

    @Test func minibatchesHaveTheTargetsOfTheirImages() throws {
        let examples = NumberExamples(count: 12)
        let matrix = try #require(examples.labelMatrix)
        let loader = BatchLoader(examples, order: [7, 0, 3, 11, 5], batchSize: 2, classes: 2)
        var seen: [LabelState] = []
        while let batch = try loader.next() {
            let targets = try #require(batch.targets.multilabel)
            #expect(targets.count == batch.count && batch.targets.count == batch.count)
            seen += targets.states
        }
        #expect(seen == matrix.rows([7, 0, 3, 11, 5]).states)
    }

    /// A mixed image has the mean of both targets; a label that is ignored for one is ignored.
    @Test func mixedImagesHaveMixedTargets() throws {
        let examples = NumberExamples(count: 12, mixed: MixedLabel(other: 3, fraction: 0.75))
        let matrix = try #require(examples.labelMatrix)
        let loader = BatchLoader(examples, order: [1, 5, 4], batchSize: 3, classes: 2)
        let targets = try #require(try loader.next()?.targets.multilabel)
        for (row, image) in [1, 5, 4].enumerated() {
            for label in 0..<2 {
                let (own, other) = (matrix[image, label], matrix[3, label])
                let entry = row * 2 + label
                let isKnown = own != .ignored && other != .ignored
                #expect(targets.isKnown[entry] == isKnown)
                let mean: Float =
                    (own == .positive ? 0.75 : 0) + (other == .positive ? 0.25 : 0)
                #expect(targets.probabilities[entry] == (isKnown ? mean : 0))
            }
        }
    }

    @Test func balancedSamplingDrawsImagesOfTheMatrix() throws {
        let entry = try #require(Samplers.all.entries.first)
        let sampler = try entry.make(SettingValues(entry.description.settings))
        let (results, _, _) = try Self.run(
            BinaryCrossEntropy(), train: NumberExamples(count: 40), val: NumberExamples(count: 30),
            sampler: sampler)
        #expect((results.last?.monitored ?? 0) > 0.95)
    }
}
