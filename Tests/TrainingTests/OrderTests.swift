import Datasets
import Engine
import Testing
import Training
import Vocabulary

/// The order in which an epoch visits the training examples.
@Suite struct OrderTests {
    /// Examples without values.
    private struct EmptyExamples: ExampleSource {
        let count: Int
        let width = 0
        var labels: [Int32] { [Int32](repeating: 0, count: count) }
        func write(_ index: Int, into target: UnsafeMutablePointer<Float>) {}
    }

    private static func order(shuffle: Bool = true, seed: UInt64 = 1, epoch: Int = 0) -> [Int] {
        let options = TrainingOptions(
            epochs: 2, shuffle: shuffle, seed: seed, threads: 1,
            optimizer: SGD(SettingValues(SGD.settings)), learningRate: 0.1,
            schedule: Constant(SettingValues(Constant.settings)), schedulePerStep: false,
            loss: CrossEntropy())
        return options.order(of: EmptyExamples(count: 50), epoch: epoch)
    }

    @Test func aShuffledOrderDependsOnSeedAndEpoch() {
        let order = Self.order()
        #expect(order.sorted() == Array(0..<50) && order != Array(0..<50))
        #expect(order == Self.order())
        #expect(order != Self.order(epoch: 1))
        #expect(order != Self.order(seed: 2))
    }

    @Test func withoutShufflingTheExamplesKeepTheirOrder() {
        #expect(Self.order(shuffle: false, epoch: 1) == Array(0..<50))
    }
}
