package import Engine
package import JSON
package import Vocabulary

/// A loss that a study file names.
package protocol LossKind: LossFunction {
    /// The name in a study file.
    static var kind: String { get }
    /// One sentence for help texts and the JSON schema.
    static var summary: String { get }
    /// `Losses.classWeights` among them.
    static var settings: [Setting] { get }
    /// - Parameters:
    ///   - values: checked against `settings`, with defaults filled in.
    ///   - classWeights: one per class; empty: all weigh 1.
    init(_ values: SettingValues, classWeights: [Double])
}

/// The registry of losses. Adding one: a file in this folder and a line in `all`.
package enum Losses {
    /// Makes a loss for the class counts of the training split.
    package typealias Maker = @Sendable (_ trainCounts: [Int]) -> any LossFunction

    package static let all = Registry<Maker>([entry(CrossEntropy.self), entry(Focal.self)])

    static let classWeights = Setting(
        "classWeights", .choice(["none", "balanced"]), default: .string("none"),
        "balanced: each class weighs inversely to its number of training images.")

    private static func entry<L: LossKind>(_ type: L.Type) -> Registry<Maker>.Entry {
        .init(KindDescription(kind: L.kind, summary: L.summary, settings: L.settings)) { values in
            let balanced = values.string("classWeights") == "balanced"
            return { counts in
                type.init(values, classWeights: balanced ? balancedWeights(counts) : [])
            }
        }
    }

    /// `images / (classes * images of the class)`, as scikit-learn's `balanced`.
    private static func balancedWeights(_ counts: [Int]) -> [Double] {
        let total = Double(counts.reduce(0, +))
        return counts.map { total / (Double(counts.count) * Double(max(1, $0))) }
    }
}
