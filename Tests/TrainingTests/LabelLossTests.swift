import Engine
import JSON
import Tensors
import Testing
import TestSupport
import Training
import Vocabulary

/// Losses of several labels, compared with PyTorch (`Tools/goldens/multilabel.py`) and with finite
/// differences.
@Suite struct LabelLossTests {
    static let cases = Golden.cases(in: "multilabel", prefix: "loss-")

    /// The losses, with parameters other than the defaults.
    static let losses: [any LossFunction & Sendable] = [
        BinaryCrossEntropy(), BinaryCrossEntropy(posWeights: [0.5, 3, 20]),
        SigmoidFocal(gamma: 2, alpha: 0.25), SigmoidFocal(gamma: 0.5), Asymmetric(),
        Asymmetric(gammaPositive: 1, gammaNegative: 0.5, margin: 0.2),
        Asymmetric(gammaPositive: 1, gammaNegative: 3, margin: 0),
    ]

    static func evaluate(
        _ loss: any LossFunction, _ logits: [Float], _ targets: LabelTargets
    ) -> (LossResult, [Float]) {
        var gradient = [Float](repeating: .nan, count: logits.count)
        let value = logits.withUnsafeBufferPointer { logits in
            gradient.withUnsafeMutableBufferPointer { gradient in
                loss.evaluate(
                    logits.baseAddress!, classes: targets.labels, targets: Targets(targets),
                    gradient: gradient.baseAddress)
            }
        }
        return (value, gradient)
    }

    @Test func allGoldensAreThere() { #expect(Self.cases.count == 14) }

    @Test(arguments: cases) func matchesPyTorch(_ name: String) throws {
        let golden = try Golden(name)
        let logits = try golden.tensor("input")
        let labels = logits.shape[1]
        let states = try golden.integers("states").map {
            try #require(LabelState(rawValue: UInt8($0)))
        }
        let matrix = LabelMatrix(states, labels: labels)
        let fractions = golden.has("fractions") ? try golden.values("fractions") : nil
        let targets = LabelTargets(
            matrix,
            mixing: (0..<matrix.count).map { row in
                (row, fractions.map { (other: (row + 1) % matrix.count, fraction: $0[row]) })
            })
        let loss = try Self.loss(of: golden)
        let (value, gradient) = Self.evaluate(loss, logits.values, targets)
        try expectClose([Float(value.mean)], golden.values("output"), rtol: 1e-6)
        try expectClose(gradient, golden.values("input_gradient"), atol: 1e-9, rtol: 1e-5)
        #expect(value.weight == Double(targets.isKnown.count { $0 }))
    }

    private static func loss(of golden: Golden) throws -> any LossFunction {
        switch golden.text("kind") {
        case "bce":
            return BinaryCrossEntropy(
                posWeights: golden.has("pos_weight") ? try golden.doubles("pos_weight") : [])
        case "focal":
            return SigmoidFocal(
                gamma: try #require(golden.number("gamma")), alpha: golden.number("alpha"))
        default:
            return Asymmetric(
                gammaPositive: try #require(golden.number("positive")),
                gammaNegative: try #require(golden.number("negative")),
                margin: try #require(golden.number("margin")))
        }
    }

    /// The gradient equals the change of the loss by small changes of each logit.
    @Test(arguments: losses.indices) func gradientsAreDifferences(_ index: Int) {
        let loss = Self.losses[index]
        let logits: [Float] = [-2, 0.25, 1.5, 3, -0.5, -4, 0.75, -1, 2]
        let matrix = LabelMatrix(
            [
                .positive, .negative, .ignored, .negative, .positive, .positive, .negative,
                .negative, .positive,
            ], labels: 3)
        let targets = LabelTargets(
            matrix, mixing: [(0, nil), (1, (2, 0.375)), (2, (1, 0.75))])
        let gradient = Self.evaluate(loss, logits, targets).1
        for entry in logits.indices {
            let step: Float = 1.0 / 256
            var (less, more) = (logits, logits)
            less[entry] -= step
            more[entry] += step
            let difference =
                (Self.evaluate(loss, more, targets).0.mean
                    - Self.evaluate(loss, less, targets).0.mean) / Double(2 * step)
            #expect(
                abs(difference - Double(gradient[entry])) < 2e-5 + 1e-3 * abs(difference),
                "entry \(entry)")
        }
    }

    /// An ignored entry has no part in the loss, whatever its logit.
    @Test(arguments: losses.indices) func ignoredEntriesHaveNoPart(_ index: Int) {
        let matrix = LabelMatrix(
            [.positive, .ignored, .negative, .ignored, .positive, .negative], labels: 3)
        let targets = LabelTargets(matrix, rows: 0..<2)
        let (value, gradient) = Self.evaluate(Self.losses[index], [1, 5, -1, 2, 0.5, 1], targets)
        let (other, _) = Self.evaluate(Self.losses[index], [1, -90, -1, .nan, 0.5, 1], targets)
        #expect(value.mean == other.mean && value.weight == 4)
        #expect(gradient[1] == 0 && gradient[3] == 0)
        #expect(gradient[0] < 0)
    }

    /// A batch whose labels are all ignored changes nothing and is counted.
    @Test(arguments: losses.indices) func allIgnoredIsNothing(_ index: Int) {
        let matrix = LabelMatrix([LabelState](repeating: .ignored, count: 6), labels: 3)
        let (value, gradient) = Self.evaluate(
            Self.losses[index], [1, 2, 3, -1, -2, .nan], LabelTargets(matrix, rows: 0..<2))
        #expect(value == LossResult(mean: 0, weight: 0, correct: 0, unlabeled: 2))
        #expect(gradient == [Float](repeating: 0, count: 6))
    }

    /// Logits of any size have finite losses and gradients.
    @Test(arguments: losses.indices) func certaintyIsNoTrouble(_ index: Int) {
        let logits: [Float] = [1e4, -1e4, 0, -1e4, 1e4, 100, 1e-30, -100, -1e-30]
        for state in [LabelState.positive, .negative] {
            let matrix = LabelMatrix([LabelState](repeating: state, count: 9), labels: 3)
            let (value, gradient) = Self.evaluate(
                Self.losses[index], logits, LabelTargets(matrix, rows: 0..<3))
            #expect(value.mean.isFinite && value.mean > 0)
            #expect(gradient.allSatisfy { $0.isFinite })
            #expect(gradient.allSatisfy { state == .positive ? $0 <= 0 : $0 >= 0 })
        }
    }

    /// A row is correct if all labels that are not ignored are predicted correctly.
    @Test func rowsAreCorrectAsAWhole() {
        let matrix = LabelMatrix(
            [
                .positive, .negative, .positive, .positive, .ignored, .ignored, .ignored, .negative,
            ], labels: 2)
        let (value, _) = Self.evaluate(
            BinaryCrossEntropy(), [1, -1, 1, -1, 3, 3, 3, -0.5],
            LabelTargets(matrix, rows: 0..<4))
        #expect(value.correct == 2 && value.unlabeled == 1)
    }

    @Test func positiveWeightsAreTheRatioOfTheCounts() throws {
        let entry = try #require(
            Losses.all.entries.first { $0.description.kind == "binaryCrossEntropy" })
        let counts = TrainCounts.labels([
            LabelCounts(positive: 10, negative: 30, ignored: 5),
            LabelCounts(positive: 1, negative: 500), LabelCounts(positive: 40, negative: 10),
        ])
        func weights(_ values: [String: JSONValue]) throws -> [Double] {
            let values = SettingValues(entry.description.settings, values)
            return try #require(try entry.make(values)(counts) as? BinaryCrossEntropy).posWeights
        }
        #expect(try weights([:]) == [])
        #expect(try weights(["posWeight": "balanced"]) == [3, 500, 0.25])
        #expect(try weights(["posWeight": "balanced", "maxPosWeight": 100]) == [3, 100, 0.25])
    }

    @Test func lossesOfSeveralLabelsAreNamed() {
        #expect(Set(Losses.multilabel).isSubset(of: Losses.all.descriptions.map(\.kind)))
        #expect(Losses.multilabel.count == 3)
    }
}
