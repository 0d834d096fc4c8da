import Engine
import JSON
import Tensors
import Testing
import TestSupport
import Training
import Vocabulary

@Suite struct LossTests {
    static let cases =
        Golden.cases(in: "ops", prefix: "cross-entropy") + Golden.cases(in: "ops", prefix: "focal")

    @Test(arguments: cases) func matchesPyTorch(_ name: String) throws {
        let golden = try Golden(name)
        let logits = try golden.tensor("input")
        let classes = logits.shape[1]
        let labels = try golden.integers("labels").map { Int32($0) }
        let targets =
            golden.has("targets")
            ? Targets(probabilities: try golden.values("targets"), classes: classes)
            : Targets(labels)
        let weights = golden.has("class_weights") ? try golden.doubles("class_weights") : []
        let (value, gradient) = evaluate(
            try Self.loss(of: golden, weights), logits, targets)
        try expectClose([Float(value.mean)], golden.values("output"), rtol: 1e-6)
        try expectClose(gradient, golden.values("input_gradient"), atol: 1e-8, rtol: 1e-5)
        guard golden.has("probabilities") else { return }
        let probabilities = (0..<labels.count).flatMap {
            softmax(logits.values[($0 * classes)..<(($0 + 1) * classes)])
        }
        try expectClose(probabilities, golden.values("probabilities"), atol: 1e-9, rtol: 1e-5)
    }

    @Test func allGoldensAreThere() throws {
        #expect(Self.cases.count == 12)
        #expect(try Self.cases.count { try Golden($0).has("probabilities") } == 5)
    }

    private static func loss(of golden: Golden, _ weights: [Double]) throws -> any LossFunction {
        if golden.text("op") == "focal" {
            return Focal(gamma: try #require(golden.number("gamma")), classWeights: weights)
        }
        return CrossEntropy(
            classWeights: weights, labelSmoothing: golden.number("labelSmoothing") ?? 0)
    }

    private func evaluate(
        _ loss: any LossFunction, _ logits: Tensor, _ targets: Targets
    ) -> (LossResult, [Float]) {
        var gradient = [Float](repeating: 0, count: logits.count)
        let value = logits.withUnsafeValues { logits in
            gradient.withUnsafeMutableBufferPointer { gradient in
                loss.evaluate(
                    logits.baseAddress!, classes: gradient.count / targets.count, targets: targets,
                    gradient: gradient.baseAddress)
            }
        }
        return (value, gradient)
    }

    private static let logits = Tensor(
        [3, -1, 0.5, 0.2, 0.1, 2, -4, 4, 4, 60, -60, 0], shape: [4, 3])

    /// One-hot probabilities have the same loss as labels.
    @Test func pureProbabilitiesAreLabels() {
        let pure: [Float] = [1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0]
        for loss in [CrossEntropy(labelSmoothing: 0.2), CrossEntropy(), Focal()]
            as [any LossFunction]
        {
            let soft = evaluate(loss, Self.logits, Targets(probabilities: pure, classes: 3))
            let hard = evaluate(loss, Self.logits, Targets([0, 2, 1, 1]))
            #expect(abs(soft.0.mean - hard.0.mean) < 1e-9)
            #expect(soft.0.correct == hard.0.correct)
            #expect(soft.0.weight == 4)
            expectClose(soft.1, hard.1, atol: 1e-8, rtol: 1e-6)
        }
    }

    /// The loss of a mixed row is the mean of the losses of both classes, weighted by lambda, as
    /// mixup defines it.
    @Test func mixedRowsAreMixedLosses() {
        for loss in [CrossEntropy(), Focal(gamma: 1.5)] as [any LossFunction] {
            let mixed: [Float] = [0.25, 0.75, 0, 0.25, 0.75, 0, 0.25, 0.75, 0, 0.25, 0.75, 0]
            let both = evaluate(loss, Self.logits, Targets(probabilities: mixed, classes: 3))
            let first = evaluate(loss, Self.logits, Targets([0, 0, 0, 0]))
            let second = evaluate(loss, Self.logits, Targets([1, 1, 1, 1]))
            #expect(abs(both.0.mean - 0.25 * first.0.mean - 0.75 * second.0.mean) < 1e-7)
            // The most probable class counts as the label.
            #expect(both.0.correct == second.0.correct)
        }
    }

    /// Rows with probabilities of 0 and 1, classified correctly or incorrectly, have finite losses
    /// and gradients.
    @Test(arguments: [0, 0.5, 1, 2, 5]) func certaintyIsNoTrouble(_ gamma: Double) {
        let sure = Tensor([200, -200, -200, 200, 0, 0], shape: [3, 2])
        let (value, gradient) = evaluate(Focal(gamma: gamma), sure, Targets([0, 0, 1]))
        #expect(value.mean.isFinite && gradient.allSatisfy(\.isFinite))
        #expect(gradient[0] == 0 && gradient[1] == 0)
        #expect(abs(gradient[2] + 1.0 / 3) < 1e-6)
    }

    @Test func focalCountsEasyRowsLess() {
        let plain = evaluate(CrossEntropy(), Self.logits, Targets([0, 2, 1, 0]))
        let focal = evaluate(Focal(gamma: 2), Self.logits, Targets([0, 2, 1, 0]))
        #expect(focal.0.mean < plain.0.mean)
        let none = evaluate(Focal(gamma: 0), Self.logits, Targets([0, 2, 1, 0]))
        #expect(abs(none.0.mean - plain.0.mean) < 1e-12)
    }

    @Test func kindsAreMadeWithTheirWeights() throws {
        let entry = try #require(Losses.all.entries.first { $0.description.kind == "focal" })
        let values = SettingValues(
            entry.description.settings, ["classWeights": "balanced", "gamma": 3])
        let loss = try #require(try entry.make(values)(.classes([30, 10])) as? Focal)
        #expect(loss.gamma == 3)
        #expect(loss.classWeights == [40.0 / 60, 2])
    }
}
