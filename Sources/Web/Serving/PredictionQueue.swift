import Foundation
import Inference

/// A queue of images for the network, with a limited length. Images that arrive while others are
/// being decoded form batches.
///
/// A separate thread runs the network. An image is first admitted (`admit`), then decoded by the
/// caller, and then queued (`put`). The thread waits for a larger batch only while admitted images
/// are being decoded.
///
/// `@unchecked Sendable`: `predictor`, `imageSeconds` and `mayGrow` are only used by that thread;
/// all other variables are only used while `condition` is locked.
final class PredictionQueue: @unchecked Sendable {
    /// A queued image.
    private struct Job {
        let image: ModelInput.Image
        let isExplained: Bool
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Prediction, any Error>
    }

    private let predictor: Predictor
    private let limits: ServerLimits
    private let metrics: ServerMetrics
    private let condition = NSCondition()
    private var jobs: [Job] = []
    /// The number of admitted images that are not queued yet.
    private var coming = 0
    /// The number of images in the network's current batch.
    private var running = 0
    private var isClosed = false
    /// The time per image of the network's last batch.
    private var imageSeconds = 0.0
    /// True if a program for a larger batch may exist.
    private var mayGrow = true
    /// The idle time after which a program for a larger batch is compiled.
    private static let idleSeconds = 0.3

    init(_ predictor: Predictor, limits: ServerLimits, metrics: ServerMetrics) {
        self.predictor = predictor
        self.limits = limits
        self.metrics = metrics
    }

    /// Starts the thread.
    /// - Parameter log: called with errors that no response contains.
    func start(log: @escaping @Sendable (String) -> Void) {
        let thread = Thread { [self] in work(log) }
        thread.name = "predictions"
        // Kernels have buffers on the stack.
        thread.stackSize = 16 << 20
        thread.start()
    }

    /// Ends the thread after the predictions of all admitted images.
    func close() {
        condition.withLock {
            isClosed = true
            condition.signal()
        }
    }

    /// The number of images that are being decoded, are queued, or are in the network.
    var depth: Int { condition.withLock { coming + jobs.count + running } }

    /// Admits images before they are decoded. The caller must then call `put` or `giveUp` for each.
    /// - Throws: `ProblemDetails` if the queue is full.
    func admit(_ count: Int) throws(ProblemDetails) {
        let isAdmitted = condition.withLock {
            guard coming + jobs.count + running + count <= limits.waitingImages else {
                return false
            }
            coming += count
            return true
        }
        guard isAdmitted else {
            throw .overloaded("the queue of \(limits.waitingImages) images is full")
        }
    }

    /// Removes an admitted image that could not be decoded.
    func giveUp() {
        condition.withLock {
            coming -= 1
            condition.signal()
        }
    }

    /// Predicts an admitted image.
    /// - Parameters:
    ///   - image: the preprocessed image.
    ///   - isExplained: whether to compute a heat map.
    /// - Throws: `ProblemDetails` if it has waited too long; `EngineError`.
    func put(_ image: ModelInput.Image, isExplained: Bool) async throws -> Prediction {
        let deadline = ContinuousClock.now + .seconds(limits.predictionSeconds)
        return try await withCheckedThrowingContinuation { continuation in
            condition.withLock {
                coming -= 1
                jobs.append(
                    Job(
                        image: image, isExplained: isExplained, deadline: deadline,
                        continuation: continuation))
                condition.signal()
            }
        }
    }

    private func work(_ log: (String) -> Void) {
        while let batch = next() {
            // A program for a larger batch is compiled while no image waits; it takes as long as
            // the prediction of some dozen images.
            if batch.isEmpty {
                do { mayGrow = try predictor.grow() } catch {
                    mayGrow = false
                    log("larger batches are not available: \(error)")
                }
                continue
            }
            let now = ContinuousClock.now
            for job in batch where job.deadline < now {
                job.continuation.resume(
                    throwing: ProblemDetails.overloaded(
                        "the image was queued for \(limits.predictionSeconds) s"))
            }
            run(batch.filter { $0.deadline >= now }, log)
            condition.withLock { running = 0 }
        }
    }

    private func run(_ batch: [Job], _ log: (String) -> Void) {
        guard !batch.isEmpty else { return }
        let start = ContinuousClock.now
        let predictions = Result {
            if batch.count > predictor.largestBatch { _ = try predictor.grow() }
            return try predictor.predictions(batch.map(\.image))
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        imageSeconds = seconds / Double(batch.count)
        metrics.batchCompleted(images: batch.count, seconds: seconds)
        switch predictions {
        case .success(let predictions):
            for (job, prediction) in zip(batch, predictions) {
                job.continuation.resume(
                    returning: job.isExplained
                        ? explained(prediction, of: job.image, log) : prediction)
            }
        case .failure(let error):
            for job in batch { job.continuation.resume(throwing: error) }
        }
    }

    /// A prediction with the heat map of the predicted class.
    private func explained(
        _ prediction: Prediction, of image: ModelInput.Image, _ log: (String) -> Void
    ) -> Prediction {
        let heat = Result { try predictor.heat(of: image, label: prediction.predicted) }
        if case .failure(let error) = heat { log("no heat map: \(error)") }
        var prediction = prediction
        prediction.heat = heat
        return prediction
    }

    /// Waits for the next batch; empty if the thread is idle, nil if the queue is closed.
    private func next() -> [Job]? {
        condition.withLock {
            let idle = Date(timeIntervalSinceNow: Self.idleSeconds)
            while jobs.isEmpty {
                if isClosed, coming == 0 { return nil }
                // Each change signals the condition. A wait until a past time must be avoided,
                // since it does not release the lock.
                if !mayGrow || coming > 0 {
                    condition.wait()
                } else if !condition.wait(until: idle), jobs.isEmpty, coming == 0, !isClosed {
                    return []
                }
            }
            // For a slow network, the gain of a larger batch exceeds the loss of a quarter of an
            // image's time, in which the processor decodes.
            let wait = max(Double(limits.batchMilliseconds) / 1000, imageSeconds / 4)
            let end = Date(timeIntervalSinceNow: wait)
            while coming > 0, jobs.count < BatchPrograms.largestSize, condition.wait(until: end) {}
            let batch = Array(jobs.prefix(BatchPrograms.largestSize))
            jobs.removeFirst(batch.count)
            running = batch.count
            return batch
        }
    }
}
