/// A split of a data set: the training, validation or test images.
package enum Split: String, Sendable, Hashable, CaseIterable {
    case train
    case val
    case test

    /// The name in charts and reports.
    package var title: String {
        switch self {
        case .train: "training"
        case .val: "validation"
        case .test: "test"
        }
    }
}
