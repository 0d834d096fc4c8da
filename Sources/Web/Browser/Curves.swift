import Foundation
import Markup

/// A small chart of a few curves over epochs, as SVG that a page's style colours.
struct Curves {
    struct Curve {
        let label: String
        /// A value for each epoch; what is no number is left out.
        let values: [Double]
    }

    let title: String
    let curves: [Curve]
    /// Accuracies are shown in percent, from 0 to 1 at most.
    let isShare: Bool

    /// Colours that the style has.
    static let colours = 8
    private static let (width, height, left, right, top, bottom) = (
        640.0, 260.0, 56.0, 12.0, 12.0, 34.0
    )

    /// Nil where there is nothing to draw.
    var svg: String? {
        let values = curves.flatMap(\.values).filter(\.isFinite)
        let epochs = curves.map(\.values.count).max() ?? 0
        guard let least = values.min(), let most = values.max(), epochs > 0 else { return nil }
        let margin = most > least ? (most - least) * 0.05 : max(abs(most) * 0.05, 0.01)
        let low = isShare ? max(0, least - margin) : least - margin
        let high = isShare ? min(1, most + margin) : most + margin
        func x(_ epoch: Int) -> Double {
            let share = epochs > 1 ? Double(epoch) / Double(epochs - 1) : 0.5
            return Self.left + share * (Self.width - Self.left - Self.right)
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
            let colour = "curve c\(index % Self.colours)"
            let dots =
                points.count == 1
                ? points.map { point in
                    let place = point.split(separator: ",")
                    return
                        "<circle class=\"\(colour) dot\" cx=\"\(place[0])\" cy=\"\(place[1])\" r=\"3\"/>"
                }.joined() : ""
            return "<polyline class=\"\(colour)\" points=\"\(points.joined(separator: " "))\"/>"
                + dots
        }
        return
            "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" aria-label=\"\(HTMLText.escaped(title)) by epoch\">"
            + lines.joined() + ticks.joined() + drawn.joined() + "</svg>"
    }

    /// About four round numbers between two.
    private static func ticks(_ low: Double, _ high: Double) -> [Double] {
        let rough = (high - low) / 4
        let power = pow(10, floor(log10(rough)))
        let step = power * ([1, 2, 5, 10].first { $0 * power >= rough } ?? 10)
        return stride(from: (low / step).rounded(.up) * step, through: high, by: step).map { $0 }
    }

    private func label(_ value: Double) -> String {
        isShare ? "\(Self.text(value * 100).replacing(".0", with: ""))%" : Self.significant(value)
    }

    private static func text(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    private static func significant(_ value: Double) -> String {
        "\((value * 1000).rounded() / 1000)"
    }

    /// The chart with its legend, as a template shows it.
    struct View {
        let title: String
        /// HTML.
        let svg: String
        let curves: [Line]

        struct Line {
            let label: String
            /// The class that the style colours.
            let colour: String
        }
    }

    /// Nil where there is nothing to draw.
    var view: View? {
        svg.map { svg in
            View(
                title: title, svg: svg,
                curves: curves.enumerated().map { index, curve in
                    View.Line(label: curve.label, colour: "c\(index % Self.colours)")
                })
        }
    }
}
