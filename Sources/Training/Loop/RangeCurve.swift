import Foundation

/// The losses of a learning-rate range test, and the rates that they suggest.
package struct RangeCurve: Sendable, Hashable {
    /// One step of the test.
    package struct Point: Sendable, Hashable {
        /// The number of the step, from 1.
        package let step: Int
        /// The learning rate of the step.
        package let learningRate: Double
        /// The loss of the batch.
        package let loss: Double
        /// The exponential moving average of the losses so far, with bias correction: `sum (1 - b)
        /// b^(n - i) loss_i / (1 - b^n)`.
        package let smoothedLoss: Double
    }

    /// The `b` of the moving average, as in fastai.
    package static let beta = 0.98
    /// The test ends if the smoothed loss exceeds this multiple of its minimum.
    package static let limit = 4.0

    /// The test.
    package let test: RangeTest
    /// The steps so far.
    package private(set) var points: [Point] = []
    private var average = 0.0

    /// A curve without steps.
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

    /// True if the smoothed loss is not finite, or exceeds `limit` times its minimum.
    package var hasDiverged: Bool {
        guard let last = points.last?.smoothedLoss else { return false }
        return !last.isFinite || last > Self.limit * (points.map(\.smoothedLoss).min() ?? last)
    }

    /// True if the test has ended: all steps are done, or the loss has diverged.
    package var isComplete: Bool { points.count >= test.steps || hasDiverged }

    /// The number of steps at the start that are ignored, a tenth of all: the smoothed loss is
    /// still noisy there.
    private var skipped: Int { test.steps / 10 }

    /// The point with the lowest smoothed loss after the first tenth of the steps; nil if the loss
    /// does not fall.
    package var minimum: Point? { minimumIndex.map { points[$0] } }

    private var minimumIndex: Int? {
        let candidates = points.indices.dropFirst(skipped).filter {
            points[$0].smoothedLoss.isFinite
        }
        let lowest = candidates.min { points[$0].smoothedLoss < points[$1].smoothedLoss }
        guard let first = candidates.first, let lowest else { return nil }
        // A constant loss falls only by rounding errors.
        let change = points[first].smoothedLoss - points[lowest].smoothedLoss
        return change > 1e-9 * abs(points[first].smoothedLoss) ? lowest : nil
    }

    /// The point before the minimum with the steepest descent of the smoothed loss over the
    /// logarithm of the rate; nil if the loss does not fall.
    ///
    /// The descent is measured over a tenth of the steps, half of them on each side. Differences
    /// between neighboring steps, as in fastai and PyTorch Lightning, depend on single batches:
    /// smoothing leaves a fiftieth of a batch's noise, which is more than the descent in one step.
    package var steepest: Point? {
        guard let minimumIndex else { return nil }
        let halfWidth = max(1, test.steps / 20)
        // Rates are evenly spaced on a logarithmic scale, so the descent per step can be compared.
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

    /// The relative decrease of the smoothed loss from the end of the first tenth of the steps to
    /// its minimum; nil if the loss does not fall.
    package var fall: Double? {
        minimum.map { 1 - $0.smoothedLoss / points[skipped].smoothedLoss }
    }

    /// A tenth of the rate at the minimum, as in fastai; nil if the loss does not fall.
    package var tenthOfMinimum: Double? { minimum.map { $0.learningRate / 10 } }

    /// True if the loss was still falling at the last step, so that higher rates may be better.
    package var isStillFalling: Bool { minimum != nil && minimum == points.last }
}
