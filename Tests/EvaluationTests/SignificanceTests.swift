import Evaluation
import Testing
import TestSupport

/// Tests and intervals compared with SciPy and statsmodels: `Tools/goldens/significance.py`.
@Suite struct SignificanceTests {
    static let golden: Golden? = try? Golden("significance/cases")

    private func isNear(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
        a.map { abs($0 - b) <= tolerance * max(1, abs(b)) } ?? false
    }

    @Test func allCasesAreThere() throws {
        let golden = try #require(Self.golden)
        #expect(try golden.integer("count") == 14)
        #expect(try golden.integer("holm") == 4)
    }

    @Test(arguments: 0..<((try? golden?.integer("count")) ?? 0))
    func pairedTestsAndIntervals(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let first = try golden.doubles("\(index).first")
        let second = try golden.doubles("\(index).second")
        let expected = try golden.doubles("\(index).results")
        let differences = zip(first, second).map { $0 - $1 }
        #expect(isNear(Statistics.pairedStudent(differences), expected[0]))
        #expect(isNear(Statistics.signFlip(differences), expected[1]))
        #expect(isNear(Statistics.welch(first, second), expected[2]))
        let interval = try #require(Statistics.meanInterval(first))
        #expect(isNear(interval.lowerBound, expected[3]))
        #expect(isNear(interval.upperBound, expected[4]))
    }

    @Test(arguments: 0..<((try? golden?.integer("holm")) ?? 0))
    func holm(_ index: Int) throws {
        let golden = try #require(Self.golden)
        let corrected = Statistics.holm(try golden.doubles("holm-\(index).probabilities"))
        let expected = try golden.doubles("holm-\(index).corrected")
        #expect(corrected.count == expected.count)
        for (got, value) in zip(corrected, expected) { #expect(isNear(got, value, 1e-12)) }
    }

    @Test func quantiles() throws {
        let golden = try #require(Self.golden)
        let rows = try golden.doubles("quantiles")
        #expect(rows.count >= 60)
        for row in stride(from: 0, to: rows.count, by: 3) {
            let got = Statistics.studentQuantile(level: rows[row + 1], freedom: rows[row])
            #expect(isNear(got, rows[row + 2]), "t of \(rows[row]) degrees")
        }
    }

    @Test func differencesWithoutSpread() {
        #expect(Statistics.pairedStudent([0, 0, 0]) == 1)
        #expect(Statistics.pairedStudent([0.1, 0.1, 0.1]) == nil)
        #expect(Statistics.pairedStudent([0.1]) == nil)
        #expect(Statistics.signFlip([]) == nil)
        #expect(Statistics.signFlip([0, 0, 0]) == 1)
        #expect(Statistics.signFlip([0.1, 0.2, 0.3]) == 0.25)
        #expect(Statistics.minimumSignFlipP(3) == 0.25)
        #expect(Statistics.meanInterval([1]) == nil)
        #expect(Statistics.holm([]) == [])
    }

    /// With more pairs than the exact test enumerates, random signs approximate the normal
    /// distribution.
    @Test func manyPairsAreSampled() throws {
        let differences = (0..<40).map { Double($0 % 7) - 2 }
        let value = try #require(Statistics.signFlip(differences, seed: 1))
        let mean = differences.reduce(0, +)
        let std = differences.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let expected = Statistics.normal(mean / std)
        #expect(abs(value - expected) < 0.003)
        #expect(value == Statistics.signFlip(differences, seed: 1))
        let fewer = try #require(Statistics.signFlip(differences, seed: 1, samples: 2000))
        #expect(abs(fewer - expected) < 0.03)
        #expect(abs((fewer * 2001).rounded() - fewer * 2001) < 1e-6)
    }
}
