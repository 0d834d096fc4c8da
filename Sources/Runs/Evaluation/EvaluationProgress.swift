/// The state of a long part of an evaluation.
package struct EvaluationProgress: Sendable, Hashable {
    /// A part of an evaluation; the raw value is its description.
    package enum Stage: String, Sendable {
        /// The images are compared with those of the study.
        case comparing = "comparing with the study's images"
        /// Validation images are predicted again with test-time augmentation.
        case deciding = "predicting validation images"
        /// The images of the evaluation are predicted by all networks of the model.
        case predicting
        /// The internal test images are predicted again with test-time augmentation.
        case predictingTest = "predicting internal test images"
        /// The brightness and contrast of the images are measured.
        case measuring = "measuring images"
    }

    /// The part.
    package let stage: Stage
    /// The number of images done, counted once for each network that predicts them.
    package let done: Int
    /// The total of these.
    package let total: Int

    init(_ stage: Stage, _ done: Int, of total: Int) {
        (self.stage, self.done, self.total) = (stage, done, total)
    }
}
