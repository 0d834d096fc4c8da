/// The task of a network: how many labels an image has, and of what kind.
///
/// A study file names it `dataset.task`. (Swift's concurrency has the name `Task`.)
package enum ClassificationTask: String, Sendable, Hashable, CaseIterable {
    /// Every image belongs to one of several classes, which exclude each other: softmax.
    case multiclass
    /// Every image belongs to one of two classes, of which one is the positive class: softmax of
    /// two outputs, which equals a sigmoid of their difference.
    case binary
    /// Every image has any number of labels, each positive, negative or ignored: one sigmoid for
    /// each label.
    case multilabel

    /// True if an image can have several labels.
    package var isMultilabel: Bool { self == .multilabel }
}
