/// A part of a data set.
package enum Split: String, Sendable, Hashable, CaseIterable {
    case train
    case val
    case test

    /// The word in charts and reports.
    package var title: String {
        switch self {
        case .train: "training"
        case .val: "validation"
        case .test: "test"
        }
    }
}
