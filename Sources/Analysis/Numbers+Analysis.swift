import Evaluation
import Foundation
package import Markup
package import Terminal

extension Numbers {
    /// The digits behind the point that a share of so many images deserves, in percent.
    package static func decimals(of share: Double, images: Int) -> Int {
        guard images > 0, share.isFinite else { return 1 }
        let interval = Statistics.wilson(min(1, max(0, share)), count: images)
        return decimals(error: 100 * (interval.upperBound - interval.lowerBound) / 3.92)
    }

    /// `a`, `a and b`, `a, b and c`
    package static func list(_ items: [Markdown]) -> Markdown {
        Markdown(source: list(items.map(\.source)))
    }
}
