import Evaluation
import Foundation
package import Markup
package import Results
package import Terminal

extension Formatting {
    /// The digits after the decimal point for a fraction of a number of images, in percent, by the
    /// width of its 95% interval.
    package static func decimals(of fraction: Double, images: Int) -> Int {
        guard images > 0, fraction.isFinite else { return 1 }
        let interval = Statistics.wilson(min(1, max(0, fraction)), count: images)
        return decimals(error: 100 * (interval.upperBound - interval.lowerBound) / 3.92)
    }

    /// The interval of a fraction, with its method if it is not the bootstrap: `97.0% to 100.0%,
    /// Clopper-Pearson`; `–` if there is none.
    package static func range(_ figure: EvaluationRecord.Figure) -> String {
        range(figure.interval) + (figure.method.map { ", \($0.name)" } ?? "")
    }

    /// The items as a list in a sentence: `a`, `a and b`, `a, b and c`.
    package static func list(_ items: [Markdown]) -> Markdown {
        Markdown(source: list(items.map(\.source)))
    }
}
