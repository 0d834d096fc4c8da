package import Engine
import JSON
package import Vocabulary

/// A loss that a study file can select.
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

/// The registry of losses. To add a loss, add a file in this folder and a line in `all`.
package enum Losses {
    /// A function that creates a loss for the class counts of the training split.
    package typealias Maker = @Sendable (_ trainCounts: [Int]) -> any LossFunction

    /// The losses, in the order in which messages list them.
    package static let all = Registry<Maker>([entry(CrossEntropy.self), entry(Focal.self)])

    static let classWeights = Setting(
        "classWeights", .choice(["none", "balanced"]), default: .string("none"),
        "balanced: the weight of a class is inversely proportional to its number of training images."
    )

    private static func entry<L: LossKind>(_ type: L.Type) -> Registry<Maker>.Entry {
        .init(KindDescription(kind: L.kind, summary: L.summary, settings: L.settings)) { values in
            let balanced = values.string("classWeights") == "balanced"
            return { counts in
                type.init(values, classWeights: balanced ? balancedWeights(counts) : [])
            }
        }
    }

    /// The weights `images / (classes * images of the class)`, as in scikit-learn's `balanced`.
    private static func balancedWeights(_ counts: [Int]) -> [Double] {
        let total = Double(counts.reduce(0, +))
        return counts.map { total / (Double(counts.count) * Double(max(1, $0))) }
    }
}
