import Foundation
import Markup
import Analysis

/// A small chart of curves over epochs, as SVG, with the axes and colors of a report's charts. The
/// style sheet of the page sets the colors.
struct Curves {
    /// A curve of the chart.
    struct Curve {
        let label: String
        let mark: ChartMarks.Mark
        /// A value for each epoch; NaN is not drawn.
        let values: [Double]
    }

    let title: String
    let curves: [Curve]
    /// True for fractions, which are shown in percent.
    let isFraction: Bool

    /// The maximum number of curves.
    static let mostCurves = 8
    private static let (width, height, right, top, bottom) = (640.0, 280.0, 24.0, 12.0, 34.0)
    /// The distance of a label from the axis.
    private static let gap = 6.0
    /// The font size of labels on a phone, as in the style sheet; on other screens it is smaller.
    private static let fontSize = 22.0

    /// The SVG text; nil without values.
    private var svg: String? {
        let values = curves.flatMap(\.values).filter(\.isFinite).map(shown)
        let epochs = curves.map(\.values.count).max() ?? 0
        guard !values.isEmpty, epochs > 0 else { return nil }
        let xAxis = Axis.epochs(epochs)
        let yAxis = isFraction ? Axis.percent(values) : Axis.positive(values)
        let labels = yAxis.ticks.map { $0.label + (isFraction ? "%" : "") }
        let margin = Self.gap + (labels.map(Self.width).max() ?? 0)
        func x(_ epoch: Double) -> String {
            Self.text(margin + xAxis.position(epoch) * (Self.width - margin - Self.right))
        }
        func y(_ value: Double) -> String {
            let length = Self.height - Self.top - Self.bottom
            return Self.text(Self.top + (1 - yAxis.position(value)) * length)
        }
        let (left, right) = (Self.text(margin), Self.text(Self.width - Self.right))
        let lines = zip(yAxis.ticks, labels).map { tick, label in
            let height = y(tick.value)
            return
                "<line class=\"grid\" x1=\"\(left)\" x2=\"\(right)\" y1=\"\(height)\" "
                + "y2=\"\(height)\"/><text class=\"tick\" x=\"\(Self.text(margin - Self.gap))\" "
                + "y=\"\(height)\" text-anchor=\"end\" dominant-baseline=\"middle\">"
                + "\(label)</text>"
        }
        let ticks = xAxis.ticks.map { tick in
            "<text class=\"tick\" x=\"\(x(tick.value))\" y=\"\(Self.text(Self.height - 12))\" "
                + "text-anchor=\"middle\">\(tick.label)</text>"
        }
        let drawn = curves.map { curve in
            let points = curve.values.enumerated().filter { $0.element.isFinite }.map {
                (x: x(Double($0.offset + 1)), y: y(shown($0.element)))
            }
            guard points.count > 1 else {
                return points.map {
                    "<circle class=\"dot \(curve.mark.style)\" cx=\"\($0.x)\" cy=\"\($0.y)\" r=\"4\"/>"
                }.joined()
            }
            let list = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
            return
                "<polyline class=\"curve \(curve.mark.style)\"\(curve.mark.dashAttribute) "
                + "points=\"\(list)\"/>"
        }
        return
            "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" "
            + "aria-label=\"\(HTMLText.escaped(title)) by epoch\">"
            + (lines + ticks + drawn).joined() + "</svg>"
    }

    private func shown(_ value: Double) -> Double { isFraction ? 100 * value : value }

    /// The width of a label at most, in a wide font.
    private static func width(_ label: String) -> Double {
        let widths = label.unicodeScalars.map { scalar in
            switch scalar {
            case "0"..."9": 0.64
            case ".", ",": 0.33
            case "%": 0.96
            default: 0.85
            }
        }
        return fontSize * widths.reduce(0, +)
    }

    private static func text(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

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
            /// The lengths of the dashes; empty for a solid line.
            let dashes: String
        }
    }

    /// The chart with its legend; nil without values.
    var view: View? {
        svg.map { svg in
            View(
                title: title, svg: svg,
                curves: curves.map { curve in
                    View.Line(
                        label: curve.label, color: curve.mark.style, dashes: curve.mark.dashText)
                })
        }
    }
}

extension ChartMarks.Mark {
    /// The class in the style sheet.
    fileprivate var style: String { color.map { "c\($0)" } ?? "other" }
    fileprivate var dashText: String {
        dashes.map(String.init).joined(separator: " ")
    }
    fileprivate var dashAttribute: String {
        dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashText)\""
    }
}
