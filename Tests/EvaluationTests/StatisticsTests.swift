import Evaluation
import Testing

/// Statistics compared with SciPy 1.17: `binomtest`, `ttest_ind(equal_var=False)`, `betainc`,
/// `norm.sf`.
@Suite struct StatisticsTests {
    private func isNear(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-10) -> Bool {
        a.map { abs($0 - b) <= tolerance * max(1, abs(b)) } ?? false
    }

    @Test(arguments: [
        (3, 12, 0.03515625), (40, 41, 1), (10, 50, 1.6163814566157175e-07), (0, 0, 1), (5, 5, 1),
    ])
    func mcNemar(_ first: Int, _ second: Int, _ expected: Double) {
        let value = Statistics.mcNemar(onlyFirst: first, onlySecond: second)
        #expect(abs(value - expected) <= 1e-9 * expected)
        #expect(value == Statistics.mcNemar(onlyFirst: second, onlySecond: first))
    }

    @Test func welch() {
        #expect(
            isNear(
                Statistics.welch([0.81, 0.83, 0.84], [0.79, 0.80, 0.785]), 0.039325995771441795))
        #expect(
            isNear(Statistics.welch([0.9, 0.91, 0.95, 0.92], [0.9, 0.8]), 0.3870495413229857))
        #expect(Statistics.welch([0.9], [0.8, 0.7]) == nil)
        #expect(Statistics.welch([0.9, 0.9], [0.8, 0.8]) == nil)
    }

    @Test(arguments: [
        (2.5, 0.5, 0.7, 0.2031106637200549), (1, 3, 0.2, 0.488),
        (30, 0.5, 0.99, 0.43933436890525074),
        (2, 2, 0, 0), (2, 2, 1, 1),
    ])
    func incompleteBeta(_ a: Double, _ b: Double, _ x: Double, _ expected: Double) {
        #expect(isNear(Statistics.incompleteBeta(x, a, b), expected))
    }

    @Test func wilson() {
        let most = Statistics.wilson(519 / 624, count: 624)
        #expect(isNear(most.lowerBound, 0.8003678978735769))
        #expect(isNear(most.upperBound, 0.8590342396941408))
        let none = Statistics.wilson(0, count: 16)
        #expect(none.lowerBound < 1e-15)
        #expect(isNear(none.upperBound, 0.1936076805344365))
    }

    @Test func theRest() {
        #expect(isNear(Statistics.normal(1.3), 0.19360096917122072))
        #expect(isNear(Statistics.binomialError(0.5, count: 100), 0.05))
        #expect(Statistics.mean([]) == nil)
        #expect(Statistics.std([1]) == nil)
        #expect(isNear(Statistics.std([1, 2, 4]), 1.5275252316519468))
    }
}
