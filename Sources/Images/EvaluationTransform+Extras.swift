import Vocabulary

extension EvaluationTransform {
    /// The parts in words that differ from their defaults, such as `window from 0 to 4095`; empty
    /// for a transform without a window that ignores orientations.
    package var extras: [String] {
        (window == .full ? [] : [window.title])
            + (orientation == .stored ? [] : ["orientation by the metadata"])
    }
}
