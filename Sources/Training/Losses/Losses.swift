package import Engine
package import Settings

/// The registry of losses. Adding one: a file in this folder and a line in `all`.
package enum Losses {
    /// Makes a loss for the class counts of the training split.
    package typealias Maker = @Sendable (_ trainCounts: [Int]) -> any LossFunction

    package static let all = Registry<Maker>([
        .init(
            KindDescription(
                kind: "crossEntropy", summary: "Softmax cross-entropy, averaged over the batch.",
                settings: [
                    Setting(
                        "classWeights", .choice(["none", "balanced"]), default: .string("none"),
                        "balanced: each class weighs inversely to its number of training images.")
                ])
        ) { values in
            let balanced = values.string("classWeights") == "balanced"
            return { counts in
                CrossEntropy(classWeights: balanced ? balancedWeights(counts) : [])
            }
        }
    ])

    /// `images / (classes * images of the class)`, as scikit-learn's `balanced`.
    private static func balancedWeights(_ counts: [Int]) -> [Double] {
        let total = Double(counts.reduce(0, +))
        return counts.map { total / (Double(counts.count) * Double(max(1, $0))) }
    }
}
