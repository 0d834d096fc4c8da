import Analysis
import Terminal
import Vocabulary

/// The sample that a comparison without a significant difference would need, as a text.
struct RequiredSample {
    /// `about 2,300 patients`, `about 12 seeds and about 3,000 images`; nil if no number can be
    /// estimated.
    let text: String?

    /// A larger estimate is not given as a number.
    private static let mostUnits = 1_000_000

    init(_ pair: PairwiseComparison, _ comparison: Comparison) {
        let required = pair.requiredCounts(comparisons: comparison.pairwiseComparisons.count)
        let texts = required.map { each -> String in
            let count = Self.about(each.count)
            return switch each.unit {
            case .images: "\(count) \(comparison.split.title) images"
            case .patients: "\(count) \(comparison.split.title) patients"
            case .pairedRepeats: "\(count) \(comparison.repeatNoun)s"
            case .unpairedRepeats: "\(count) \(comparison.repeatNoun)s each"
            }
        }
        text = texts.isEmpty ? nil : Formatting.list(texts)
    }

    /// The number, rounded up to two digits if it has more.
    static func about(_ count: Int) -> String {
        guard count <= mostUnits else { return "more than \(Formatting.count(mostUnits))" }
        var step = 1
        while count / step >= 100 { step *= 10 }
        return "about \(Formatting.count((count + step - 1) / step * step))"
    }
}
