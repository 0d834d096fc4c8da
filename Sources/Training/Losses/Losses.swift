package import Engine
import JSON
package import Tensors
package import Vocabulary

/// A loss of classes that exclude each other, which a study file can select.
package protocol LossKind: LossFunction {
    /// The name in a study file.
    static var kind: String { get }
    /// One sentence for help texts and the JSON schema.
    static var summary: String { get }
    /// The settings, which include `Losses.classWeights`.
    static var settings: [Setting] { get }
    /// - Parameters:
    ///   - values: the values of `settings`, checked and with defaults filled in.
    ///   - classWeights: one weight per class; empty: all weights are 1.
    init(_ values: SettingValues, classWeights: [Double])
}

/// A loss of several labels per image, which a study file can select.
package protocol MultilabelLossKind: LossFunction {
    /// The name in a study file.
    static var kind: String { get }
    /// One sentence for help texts and the JSON schema.
    static var summary: String { get }
    /// The settings of the loss.
    static var settings: [Setting] { get }
    /// - Parameters:
    ///   - values: the values of `settings`, checked and with defaults filled in.
    ///   - trainCounts: the training images in each state of each label, `[L]`.
    init(_ values: SettingValues, trainCounts: [LabelCounts])
}

/// The numbers of training images from which a loss computes its weights.
package enum TrainCounts: Sendable, Hashable {
    /// The number of images of each class.
    case classes([Int])
    /// The number of images in each state of each label.
    case labels([LabelCounts])

    /// True for images that can have several labels.
    package var isMultilabel: Bool {
        if case .labels = self { true } else { false }
    }
}

/// The registry of losses. To add a loss, add a file in this folder and a line in `all`.
package enum Losses {
    /// A function that creates a loss for the counts of the training split.
    /// - Precondition: the counts are of labels for the kinds in `multilabel`, otherwise of
    ///   classes.
    package typealias Maker = @Sendable (_ trainCounts: TrainCounts) -> any LossFunction

    /// The losses, in the order in which messages list them.
    package static let all = Registry<Maker>([
        entry(CrossEntropy.self), entry(Focal.self), entry(BinaryCrossEntropy.self),
        entry(SigmoidFocal.self), entry(Asymmetric.self),
    ])

    /// The kinds of losses of several labels; the others are for classes that exclude each other.
    package static let multilabel = [
        BinaryCrossEntropy.kind, SigmoidFocal.kind, Asymmetric.kind,
    ]

    static let classWeights = Setting(
        "classWeights", .choice(["none", "balanced"]), default: .string("none"),
        "balanced: the weight of a class is inversely proportional to its number of training images."
    )

    private static func entry<L: LossKind>(_ type: L.Type) -> Registry<Maker>.Entry {
        .init(KindDescription(kind: L.kind, summary: L.summary, settings: L.settings)) { values in
            let balanced = values.string("classWeights") == "balanced"
            return { counts in
                guard case .classes(let counts) = counts else {
                    preconditionFailure("\(L.kind) is a loss of classes")
                }
                return type.init(values, classWeights: balanced ? balancedWeights(counts) : [])
            }
        }
    }

    private static func entry<L: MultilabelLossKind>(_ type: L.Type) -> Registry<Maker>.Entry {
        .init(KindDescription(kind: L.kind, summary: L.summary, settings: L.settings)) { values in
            { counts in
                guard case .labels(let counts) = counts else {
                    preconditionFailure("\(L.kind) is a loss of several labels")
                }
                return type.init(values, trainCounts: counts)
            }
        }
    }

    /// The weights `images / (classes * images of the class)`, as in scikit-learn's `balanced`.
    private static func balancedWeights(_ counts: [Int]) -> [Double] {
        let total = Double(counts.reduce(0, +))
        return counts.map { total / (Double(counts.count) * Double(max(1, $0))) }
    }
}
