import Engine
import JSON
import Testing
import TestSupport
import Training
import Vocabulary

@Suite struct OptimizerTests {
    /// Fifty steps with given gradients. The engine's SGD has no dampening.
    @Test(arguments: Golden.cases(in: "optimizers").filter { !$0.contains("dampening") })
    func matchesPyTorch(_ name: String) throws {
        let golden = try Golden(name)
        let kind = try #require(golden.text("kind"))
        let entry = try #require(Optimizers.all.entries.first { $0.description.kind == kind })
        var values: [String: JSONValue] = [:]
        let names = [
            "momentum": "momentum", "weight_decay": "weightDecay", "alpha": "alpha",
            "eps": "epsilon", "beta1": "beta1", "beta2": "beta2",
        ]
        for (theirs, ours) in names {
            if let number = golden.number(theirs) { values[ours] = .number(number) }
        }
        for flag in ["nesterov", "centered"] where golden.flag(flag) {
            values[flag] = .boolean(true)
        }
        let optimizer = try entry.make(SettingValues(entry.description.settings, values))
        let rate = try #require(golden.number("lr"))
        let gradients = try golden.values("gradients")
        let probe = UpdateProbe(try golden.values("initial"), slots: optimizer.slotCount)
        for step in 1...50 {
            probe.update(
                optimizer, gradients: Array(gradients[((step - 1) * 37)..<(step * 37)]),
                rate: rate, step: step)
            if golden.has("step\(step)") {
                let expected = try golden.values("step\(step)")
                #expect(relativeL2(probe.weights, expected) < 1e-5, "step \(step)")
                try expectClose(
                    probe.weights, golden.values("step\(step)"), atol: 1e-6, rtol: 1e-5,
                    "step \(step)")
            }
        }
    }

    /// Every optimizer minimizes a parabola.
    @Test(arguments: Optimizers.all.descriptions.map(\.kind))
    func descends(_ kind: String) throws {
        let entry = try #require(Optimizers.all.entries.first { $0.description.kind == kind })
        let optimizer = try entry.make(SettingValues(entry.description.settings))
        let probe = UpdateProbe([2, -3, 0.5], slots: optimizer.slotCount)
        for step in 1...500 {
            probe.update(optimizer, gradients: probe.weights, rate: 0.01, step: step)
        }
        #expect(probe.weights.allSatisfy { abs($0) < 0.5 })
    }
}

/// Parameters and slots in memory, as in a program.
final class UpdateProbe {
    private(set) var weights: [Float]
    private var slots: [UnsafeMutablePointer<Float>]

    init(_ weights: [Float], slots: Int) {
        self.weights = weights
        self.slots = (0..<max(1, slots)).map { _ in
            let slot = UnsafeMutablePointer<Float>.allocate(capacity: weights.count)
            slot.initialize(repeating: 0, count: weights.count)
            return slot
        }
    }

    deinit { for slot in slots { slot.deallocate() } }

    func update(_ rule: any OptimizerStep, gradients: [Float], rate: Double, step: Int) {
        weights.withUnsafeMutableBufferPointer { weights in
            gradients.withUnsafeBufferPointer { gradients in
                slots.withUnsafeBufferPointer { slots in
                    rule.update(
                        ParameterSlice(
                            weights: weights.baseAddress!, gradients: gradients.baseAddress!,
                            slots: slots.baseAddress!, range: 0..<weights.count, rank: 1),
                        learningRate: rate, step: step)
                }
            }
        }
    }
}
