import Evaluation
import Testing
import TestSupport

/// Cohen's kappa and McNemar's test compared with statsmodels: `Tools/goldens/diagnostics.py`.
@Suite struct AgreementTests {
    static let golden: Golden? = try? Golden("diagnostics/agreement")
    static let cases = 0..<((try? golden?.integer("count")) ?? 0)

    private func isNear(_ a: Double?, _ b: Double) -> Bool {
        guard b.isFinite else { return a == nil }
        return a.map { abs($0 - b) <= 1e-9 } ?? false
    }

    @Test func allCasesAreThere() { #expect(Self.cases.count == 11) }

    @Test(arguments: cases) func kappaMatchesStatsmodels(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let first = try golden.integers("\(index).first")
        let second = try golden.integers("\(index).second")
        let expected = try golden.doubles("\(index).results")
        let kappa = Kappa(first, second)
        #expect(isNear(kappa?.value, expected[0]))
        #expect(isNear(kappa?.standardError, expected[1]))
        #expect(isNear(kappa?.interval?.lowerBound, expected[2]))
        #expect(isNear(kappa?.interval?.upperBound, expected[3]))
        // The order of the lists, and the numbers of the classes, do not matter.
        #expect(isNear(Kappa(second, first)?.value, expected[0]))
        let renamed = Kappa(first.map { 100 - 7 * $0 }, second.map { 100 - 7 * $0 })
        #expect(isNear(renamed?.standardError, expected[1]))
    }

    @Test func undefinedAndPerfectAgreement() throws {
        #expect(Kappa([], []) == nil)
        #expect(Kappa([3], [3]) == nil)
        #expect(Kappa([1, 1, 1], [1, 1, 1]) == nil)
        let one = try #require(Kappa([0], [1]))
        #expect(one.value == 0 && one.interval == nil)
        let perfect = try #require(Kappa([0, 1, 2, 2], [0, 1, 2, 2]))
        #expect(perfect.value == 1 && perfect.standardError == 0 && perfect.interval == nil)
    }

    @Test func manyImages() throws {
        let first = (0..<300_000).map { $0 % 2 }
        let second = (0..<300_000).map { $0 % 10 == 0 ? 1 - $0 % 2 : $0 % 2 }
        let kappa = try #require(Kappa(first, second))
        // The table is 150,000 / 120,000 + 30,000: po = 0.9, pe = 0.5.
        #expect(abs(kappa.value - 0.8) < 1e-12)
        #expect(kappa.standardError > 0.0005 && kappa.standardError < 0.002)
    }

    @Test func mcNemarMatchesStatsmodels() throws {
        let golden = try #require(Self.golden)
        let rows = try golden.doubles("mcnemar")
        #expect(rows.count == 27)
        for row in stride(from: 0, to: rows.count, by: 3) {
            let value = Statistics.mcNemar(
                onlyFirst: Int(rows[row]), onlySecond: Int(rows[row + 1]))
            #expect(abs(value - rows[row + 2]) <= 1e-9 * rows[row + 2])
        }
    }
}
