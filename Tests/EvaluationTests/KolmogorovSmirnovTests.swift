import Evaluation
import Testing

/// The distances are those of `scipy.stats.ks_2samp(a, b).statistic` (SciPy 1.17).
struct KolmogorovSmirnovTests {
    private static let cases: [([Double], [Double], Double)] = [
        ([0.1, 0.4, 0.4, 0.9], [0.2, 0.4, 0.5], 0.25),
        ([1, 2, 3], [1, 2, 3], 0), ([1, 2], [3, 4, 5], 1), ([0.5], [0.5, 0.5], 0),
        ([0.1, 0.2, 0.3, 0.7, 0.8], [0.15, 0.25, 0.5, 0.6, 0.95, 0.99], 1.0 / 3),
    ]

    @Test(arguments: cases)
    func distancesAreThoseOfSciPy(_ a: [Double], _ b: [Double], _ expected: Double) throws {
        let distance = try #require(KolmogorovSmirnov.distance(a, b))
        #expect(abs(distance - expected) < 1e-12)
        #expect(KolmogorovSmirnov.distance(b, a) == distance)
    }

    @Test func anEmptySampleHasNoDistance() {
        #expect(KolmogorovSmirnov.distance([], [1]) == nil)
        #expect(KolmogorovSmirnov.distance([1], []) == nil)
    }
}
