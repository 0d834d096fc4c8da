import Foundation
import Inference

/// Images on their way through the network: a bounded number of them, in batches that form while
/// others are being decoded.
///
/// A thread of its own runs the network. Whoever has an image says so first (`admit`), so that the
/// thread knows whether it is worth waiting for more: it waits only while admitted images are still
/// being decoded.
///
/// `@unchecked Sendable`: `predictor` is only used by that thread; everything else that changes is
/// under `condition`.
final class PredictionQueue: @unchecked Sendable {
    /// An image that waits.
    private struct Job {
        let values: [Float]
        let isExplained: Bool
        let deadline: ContinuousClock.Instant
        let answer: CheckedContinuation<Prediction, any Error>
    }

    private let predictor: Predictor
    private let limits: ServerLimits
    private let metrics: ServerMetrics
    private let condition = NSCondition()
    private var jobs: [Job] = []
    /// Images that are admitted and not queued yet.
    private var coming = 0
    /// Images that the network is running on.
    private var running = 0
    private var isClosed = false
    /// What the network last took for an image; only touched by the thread that runs it.
    private var imageSeconds = 0.0
    /// Whether a larger batch may be found; only touched by the thread that runs the network.
    private var mayGrow = true
    /// Without an image, after which larger batches are looked for.
    private static let idleSeconds = 0.3

    init(_ predictor: Predictor, limits: ServerLimits, metrics: ServerMetrics) {
        self.predictor = predictor
        self.limits = limits
        self.metrics = metrics
    }

    /// Starts the thread.
    /// - Parameter log: called with failures that no request has an error for.
    func start(log: @escaping @Sendable (String) -> Void) {
        let thread = Thread { [self] in work(log) }
        thread.name = "predictions"
        // Kernels keep some of their working memory on the stack.
        thread.stackSize = 16 << 20
        thread.start()
    }

    /// Lets the thread end once all images that are admitted have their answers.
    func close() {
        condition.withLock {
            isClosed = true
            condition.signal()
        }
    }

    /// Images that wait, are decoded or pass through the network.
    var depth: Int { condition.withLock { coming + jobs.count + running } }

    /// Takes in images that are yet to be decoded; each must then be put or given up.
    /// - Throws: `ProblemDetails` when there are too many already.
    func admit(_ count: Int) throws(ProblemDetails) {
        let isAdmitted = condition.withLock {
            guard coming + jobs.count + running + count <= limits.waitingImages else {
                return false
            }
            coming += count
            return true
        }
        guard isAdmitted else {
            throw .overloaded("\(limits.waitingImages) images are waiting already")
        }
    }

    /// An admitted image that does not come.
    func giveUp() {
        condition.withLock {
            coming -= 1
            condition.signal()
        }
    }

    /// Predicts an admitted image.
    /// - Parameters:
    ///   - values: the preprocessed image, `[3, crop, crop]`.
    ///   - isExplained: whether to compute a heat map.
    /// - Throws: `ProblemDetails` if it has waited too long; `EngineError`.
    func put(_ values: [Float], isExplained: Bool) async throws -> Prediction {
        let deadline = ContinuousClock.now + .seconds(limits.answerSeconds)
        return try await withCheckedThrowingContinuation { answer in
            condition.withLock {
                coming -= 1
                jobs.append(
                    Job(
                        values: values, isExplained: isExplained, deadline: deadline,
                        answer: answer))
                condition.signal()
            }
        }
    }

    private func work(_ log: (String) -> Void) {
        while let batch = next() {
            // A larger batch is looked for while nobody waits, which takes as long as some dozen
            // images.
            if batch.isEmpty {
                do { mayGrow = try predictor.programs.grow() } catch {
                    mayGrow = false
                    log("no larger batches are used: \(error)")
                }
                continue
            }
            let now = ContinuousClock.now
            for job in batch where job.deadline < now {
                job.answer.resume(
                    throwing: ProblemDetails.overloaded(
                        "the image has waited for \(limits.answerSeconds) s"))
            }
            run(batch.filter { $0.deadline >= now }, log)
            condition.withLock { running = 0 }
        }
    }

    private func run(_ batch: [Job], _ log: (String) -> Void) {
        guard !batch.isEmpty else { return }
        let start = ContinuousClock.now
        let rows = Result {
            if batch.count > predictor.programs.largest { _ = try predictor.programs.grow() }
            return try predictor.logits(batch.map(\.values))
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        imageSeconds = seconds / Double(batch.count)
        metrics.ran(images: batch.count, seconds: seconds)
        switch rows {
        case .success(let rows):
            for (job, row) in zip(batch, rows) {
                let prediction = Prediction(logits: row)
                job.answer.resume(
                    returning: job.isExplained
                        ? explained(prediction, of: job.values, log) : prediction)
            }
        case .failure(let error):
            for job in batch { job.answer.resume(throwing: error) }
        }
    }

    /// The prediction for an image with the heat map of the predicted class.
    private func explained(
        _ prediction: Prediction, of values: [Float], _ log: (String) -> Void
    ) -> Prediction {
        let heat = Result { try predictor.heat(of: values, label: prediction.predicted) }
        if case .failure(let error) = heat { log("no heat map: \(error)") }
        return Prediction(logits: prediction.logits, heat: heat)
    }

    /// Waits for images; none when there is time for something else, nil when no more will come.
    private func next() -> [Job]? {
        condition.withLock {
            let idle = Date(timeIntervalSinceNow: Self.idleSeconds)
            while jobs.isEmpty {
                if isClosed, coming == 0 { return nil }
                // Whatever comes wakes it. It must not wait until a time that has passed: that does
                // not give up the lock.
                if !mayGrow || coming > 0 {
                    condition.wait()
                } else if !condition.wait(until: idle), jobs.isEmpty, coming == 0, !isClosed {
                    return []
                }
            }
            // A slow network gains more by a larger batch than it loses in a quarter of an image's
            // time, in which the processor decodes.
            let patience = max(Double(limits.batchMilliseconds) / 1000, imageSeconds / 4)
            let end = Date(timeIntervalSinceNow: patience)
            while coming > 0, jobs.count < BatchPrograms.largestSize, condition.wait(until: end) {}
            let batch = Array(jobs.prefix(BatchPrograms.largestSize))
            jobs.removeFirst(batch.count)
            running = batch.count
            return batch
        }
    }
}
