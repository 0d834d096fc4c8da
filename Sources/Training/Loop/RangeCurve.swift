import Foundation

/// The losses of a range test, and the rates that they suggest.
package struct RangeCurve: Sendable, Hashable {
    /// A step of the test.
    package struct Point: Sendable, Hashable {
        /// From 1.
        package let step: Int
        package let learningRate: Double
        /// Of the step's batch.
        package let loss: Double
        /// The exponential moving average of the losses so far, its bias towards zero corrected:
        /// `sum (1 - b) b^(n - i) loss_i / (1 - b^n)`.
        package let smoothedLoss: Double
    }

    /// The `b` of the moving average, as in fastai.
    package static let beta = 0.98
    /// The test ends when the smoothed loss exceeds its best so many times.
    package static let limit = 4.0

    package let test: RangeTest
    package private(set) var points: [Point] = []
    private var average = 0.0

    package init(of test: RangeTest) { self.test = test }

    /// Adds the next step.
    @discardableResult
    package mutating func add(rate: Double, loss: Double) -> Point {
        average = Self.beta * average + (1 - Self.beta) * loss
        let smoothed = average / (1 - pow(Self.beta, Double(points.count + 1)))
        points.append(
            Point(
                step: points.count + 1, learningRate: rate, loss: loss, smoothedLoss: smoothed))
        return points[points.count - 1]
    }

    /// Whether the smoothed loss is too far above its best, or not a number any more.
    package var hasDiverged: Bool {
        guard let last = points.last?.smoothedLoss else { return false }
        return !last.isFinite || last > Self.limit * (points.map(\.smoothedLoss).min() ?? last)
    }

    /// Whether there is no further step.
    package var isComplete: Bool { points.count >= test.steps || hasDiverged }

    /// Steps at the start that suggest nothing, for the smoothed loss moves by chance there: a
    /// tenth.
    private var skipped: Int { test.steps / 10 }

    /// The point with the least smoothed loss after the first tenth of the steps; nil where the
    /// loss does not fall.
    package var minimum: Point? { minimumIndex.map { points[$0] } }

    private var minimumIndex: Int? {
        let candidates = points.indices.dropFirst(skipped).filter {
            points[$0].smoothedLoss.isFinite
        }
        let lowest = candidates.min { points[$0].smoothedLoss < points[$1].smoothedLoss }
        guard let first = candidates.first, let lowest else { return nil }
        // A loss that stays what it is falls by rounding errors.
        let change = points[first].smoothedLoss - points[lowest].smoothedLoss
        return change > 1e-9 * abs(points[first].smoothedLoss) ? lowest : nil
    }

    /// The point before the minimum at which the smoothed loss falls fastest with the logarithm of
    /// the rate; nil where the loss does not fall.
    ///
    /// Slopes are taken over a tenth of the steps, half of them on each side. Those from one step
    /// to the next, as in fastai and PyTorch Lightning, follow single batches: smoothing leaves a
    /// fiftieth of a batch's noise, which is more than the loss falls in a step.
    package var steepest: Point? {
        guard let minimumIndex else { return nil }
        let halfWidth = max(1, test.steps / 20)
        // Rates lie evenly on a logarithmic scale, so falls a step compare as slopes do.
        func fall(_ index: Int) -> Double {
            let (first, last) = (
                max(0, index - halfWidth), min(points.count - 1, index + halfWidth)
            )
            let fall = points[first].smoothedLoss - points[last].smoothedLoss
            return fall.isFinite ? fall / Double(last - first) : -.infinity
        }
        let best = (skipped..<minimumIndex).max { fall($0) < fall($1) }
        return best.flatMap { fall($0) > 0 ? points[$0] : nil }
    }

    /// How far the smoothed loss falls from the first tenth of the steps to its minimum, as a
    /// share; nil where it does not.
    package var fall: Double? {
        minimum.map { 1 - $0.smoothedLoss / points[skipped].smoothedLoss }
    }

    /// A tenth of the rate at the minimum, as in fastai; nil where the loss does not fall.
    package var tenthOfMinimum: Double? { minimum.map { $0.learningRate / 10 } }

    /// Whether the loss was still falling at the last step, so that higher rates might do as well.
    package var isStillFalling: Bool { minimum != nil && minimum == points.last }
}
