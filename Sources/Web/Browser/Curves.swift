import Foundation
import Markup

/// A small chart of curves over epochs, as SVG. The style sheet of the page sets the colors.
struct Curves {
    /// A curve of the chart.
    struct Curve {
        let label: String
        /// A value for each epoch; NaN is not drawn.
        let values: [Double]
    }

    let title: String
    let curves: [Curve]
    /// True for fractions, which are shown in percent and limited to [0, 1].
    let isFraction: Bool

    /// The number of colors in the style sheet.
    static let colors = 8
    private static let (width, height, left, right, top, bottom) = (
        640.0, 260.0, 56.0, 12.0, 12.0, 34.0
    )

    /// The SVG text; nil without values.
    var svg: String? {
        let values = curves.flatMap(\.values).filter(\.isFinite)
        let epochs = curves.map(\.values.count).max() ?? 0
        guard let least = values.min(), let most = values.max(), epochs > 0 else { return nil }
        let margin = most > least ? (most - least) * 0.05 : max(abs(most) * 0.05, 0.01)
        let low = isFraction ? max(0, least - margin) : least - margin
        let high = isFraction ? min(1, most + margin) : most + margin
        func x(_ epoch: Int) -> Double {
            let fraction = epochs > 1 ? Double(epoch) / Double(epochs - 1) : 0.5
            return Self.left + fraction * (Self.width - Self.left - Self.right)
        }
        func y(_ value: Double) -> Double {
            Self.top + (high - value) / (high - low) * (Self.height - Self.top - Self.bottom)
        }
        let lines = Self.ticks(low, high).map { value in
            let height = Self.text(y(value))
            return
                "<line class=\"grid\" x1=\"\(Self.left)\" x2=\"\(Self.width - Self.right)\" y1=\"\(height)\" y2=\"\(height)\"/>"
                + "<text class=\"tick\" x=\"\(Self.left - 6)\" y=\"\(height)\" text-anchor=\"end\" dominant-baseline=\"middle\">"
                + "\(label(value))</text>"
        }
        let ticks = Set([0, epochs / 2, epochs - 1]).sorted().map { epoch in
            "<text class=\"tick\" x=\"\(Self.text(x(epoch)))\" y=\"\(Self.height - 12)\" text-anchor=\"middle\">\(epoch + 1)</text>"
        }
        let drawn = curves.enumerated().map { index, curve in
            let points = curve.values.enumerated().filter { $0.element.isFinite }.map {
                epoch, value in
                "\(Self.text(x(epoch))),\(Self.text(y(value)))"
            }
            let color = "curve c\(index % Self.colors)"
            let dots =
                points.count == 1
                ? points.map { point in
                    let position = point.split(separator: ",")
                    return
                        "<circle class=\"\(color) dot\" cx=\"\(position[0])\" cy=\"\(position[1])\" r=\"3\"/>"
                }.joined() : ""
            return "<polyline class=\"\(color)\" points=\"\(points.joined(separator: " "))\"/>"
                + dots
        }
        return
            "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" aria-label=\"\(HTMLText.escaped(title)) by epoch\">"
            + lines.joined() + ticks.joined() + drawn.joined() + "</svg>"
    }

    /// About four round numbers between two values.
    private static func ticks(_ low: Double, _ high: Double) -> [Double] {
        let rough = (high - low) / 4
        let power = pow(10, floor(log10(rough)))
        let step = power * ([1, 2, 5, 10].first { $0 * power >= rough } ?? 10)
        return stride(from: (low / step).rounded(.up) * step, through: high, by: step).map { $0 }
    }

    private func label(_ value: Double) -> String {
        isFraction
            ? "\(Self.text(value * 100).replacing(".0", with: ""))%" : Self.significant(value)
    }

    // The sum with 0 turns -0 into 0.
    private static func text(_ value: Double) -> String { "\((value * 10).rounded() / 10 + 0)" }

    private static func significant(_ value: Double) -> String {
        "\((value * 1000).rounded() / 1000 + 0)"
    }

    /// The values of the template `plots` for a chart with its legend.
    struct View {
        let title: String
        /// The chart as HTML.
        let svg: String
        let curves: [Line]

        /// An entry of the legend.
        struct Line {
            let label: String
            /// The class in the style sheet.
            let color: String
        }
    }

    /// The chart with its legend; nil without values.
    var view: View? {
        svg.map { svg in
            View(
                title: title, svg: svg,
                curves: curves.enumerated().map { index, curve in
                    View.Line(label: curve.label, color: "c\(index % Self.colors)")
                })
        }
    }
}
