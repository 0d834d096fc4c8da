import Datasets
import Engine
import Foundation
import JSON
import Networks
import Testing
import Training
import Vocabulary

@Suite struct RangeTestTests {
    /// A loss that falls around a rate of 0.01 and diverges from 1 on.
    private static func curve(
        _ test: RangeTest,
        loss: (Double) -> Double = { rate in
            1 - 0.5 / (1 + pow(0.01 / rate, 2)) + pow(rate / 2, 3)
        }
    ) -> RangeCurve {
        var curve = RangeCurve(of: test)
        let growth = pow(test.to / test.from, 1 / Double(test.steps - 1))
        var step = 0.0
        while !curve.isComplete {
            let rate = test.from * pow(growth, step)
            curve.add(rate: rate, loss: loss(rate))
            step += 1
        }
        return curve
    }

    /// The losses 2, 1, 0 are smoothed as by fastai's `AvgSmoothLoss` with beta 0.98.
    @Test func theLossIsSmoothedAndItsBiasCorrected() throws {
        var curve = RangeCurve(of: try RangeTest())
        for loss in [2.0, 1, 0] { curve.add(rate: 1, loss: loss) }
        let second = (0.98 * 2 + 1) / 1.98
        let third = (0.98 * 0.98 * 2 + 0.98) / (0.98 * 0.98 + 0.98 + 1)
        for (point, expected) in zip(curve.points, [2, second, third]) {
            #expect(abs(point.smoothedLoss - expected) < 1e-12)
        }
        #expect(curve.points.map(\.step) == [1, 2, 3])
    }

    @Test func ratesAreSuggestedFromTheSteepestFallAndTheMinimum() throws {
        let curve = Self.curve(try RangeTest(from: 1e-5, to: 100, steps: 700))
        let steepest = try #require(curve.steepest).learningRate
        let minimum = try #require(curve.minimum).learningRate
        // The average lags behind the loss by about fifty steps, half a decade.
        #expect((0.01...0.05).contains(steepest), "\(steepest)")
        #expect((0.1...1.5).contains(minimum), "\(minimum)")
        #expect(steepest < minimum)
        #expect(curve.tenthOfMinimum == minimum / 10)
        #expect(try #require(curve.fall) > 0.4)
        #expect(curve.hasDiverged && curve.points.count < 700)
        #expect(!curve.isStillFalling)
    }

    @Test func itEndsAtFourTimesTheBest() throws {
        var curve = RangeCurve(of: try RangeTest())
        curve.add(rate: 1, loss: 1)
        // Smoothed: (0.98 + x) / 1.98.
        curve.add(rate: 2, loss: 6.9)
        #expect(!curve.isComplete)
        curve = RangeCurve(of: curve.test)
        curve.add(rate: 1, loss: 1)
        curve.add(rate: 2, loss: 7)
        #expect(curve.hasDiverged && curve.isComplete)
    }

    @Test(arguments: [Double.nan, .infinity])
    func itEndsAtALossThatIsNoNumber(_ loss: Double) throws {
        let curve = Self.curve(try RangeTest()) { $0 < 0.1 ? 1 / (1 + $0) : loss }
        #expect(curve.hasDiverged)
        #expect((70...80).contains(curve.points.count))
        #expect(curve.points.dropLast().allSatisfy { $0.smoothedLoss.isFinite })
        #expect(curve.minimum == curve.points.dropLast().last)
    }

    @Test func aLossThatDoesNotFallSuggestsNothing() throws {
        for loss in [{ 1 + $0 }, { _ in 1 }, { _ in .nan }] as [(Double) -> Double] {
            let curve = Self.curve(try RangeTest(), loss: loss)
            #expect(curve.steepest == nil && curve.minimum == nil && curve.tenthOfMinimum == nil)
            #expect(!curve.isStillFalling)
        }
    }

    @Test func aLossThatStillFallsIsReported() throws {
        let curve = Self.curve(try RangeTest(to: 0.01)) { 1 / (1 + 100 * $0) }
        #expect(curve.isStillFalling && !curve.hasDiverged && curve.points.count == 100)
    }

    @Test func whatIsNoTestIsRefused() {
        func message(from: Double = 1e-7, to: Double = 10, steps: Int = 100) -> String {
            do { return "\(try RangeTest(from: from, to: to, steps: steps))" } catch {
                return "\(error)"
            }
        }
        #expect(message(from: 1, to: 0.1) == "from: must be less than to, which is 0.1; got 1.0")
        #expect(message(from: 1, to: 1) == "from: must be less than to, which is 1.0; got 1.0")
        #expect(message(from: 0) == "from: must be a positive number; got 0.0")
        #expect(message(to: .infinity) == "to: must be a positive number; got inf")
        #expect(message(from: .nan) == "from: must be a positive number; got nan")
        #expect(message(steps: 9) == "steps: must be at least 10; got 9")
    }
}
