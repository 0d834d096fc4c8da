package import Analysis
import Foundation
package import Markup
package import Results

/// The charts of a study, drawn once, and the Markdown by which a report shows them.
package struct ChartGallery: Sendable {
    /// The analysis that the charts are drawn from.
    package let analysis: StudyAnalysis
    /// The charts for which the study has data, in the order of the report.
    package let drawings: [(name: String, drawing: Drawing)]
    /// The names of the charts for which the study has no data.
    package let absent: [String]
    /// The names of the charts whose image files exist.
    package var drawn: Set<String>
    /// The file format of the images in the report.
    package var format = ChartFormat.png
    /// The command that writes the report again.
    package var command: String

    private let byName: [String: Drawing]

    /// - Parameter drawn: the names of the charts whose image files exist; nil: all of them.
    package init(_ analysis: StudyAnalysis, drawn: Set<String>? = nil) {
        self.analysis = analysis
        command = "study report " + ShellText.quoted("results/\(analysis.results.lock.name)")
        var drawings: [(name: String, drawing: Drawing)] = []
        var absent: [String] = []
        for chart in Charts.all {
            if let drawing = chart.draw(analysis) {
                drawings.append((chart.name, drawing))
            } else {
                absent.append(chart.name)
            }
        }
        self.drawings = drawings
        self.absent = absent
        self.drawn = drawn ?? Set(drawings.map(\.name))
        byName = Dictionary(
            drawings.map { ($0.name, $0.drawing) }, uniquingKeysWith: { first, _ in first })
    }

    /// Records the file format of a report's images, and which of the image files exist.
    package mutating func recordImages(in folder: ResultsFolder, _ format: ChartFormat) {
        self.format = format
        drawn = Set(
            Charts.all.map(\.name).filter {
                FileManager.default.fileExists(
                    atPath: "\(folder.chartsPath)/\($0).\(format.rawValue)")
            })
    }

    /// Whether a chart with data has no image file.
    package var hasMissing: Bool { !Set(drawings.map(\.name)).subtracting(drawn).isEmpty }

    /// The charts of a part of the report, in its order.
    package func charts(_ part: ReportPart) -> [any Chart] {
        Charts.all.filter { $0.part == part }
    }

    /// The heading, image and caption of a chart; nil without an image file.
    package func figure(_ chart: any Chart, level: Int = 3) -> Markdown? {
        guard drawn.contains(chart.name), let drawing = byName[chart.name] else { return nil }
        let head = Markdown.heading(level, Markdown(chart.title))
        let data: Markdown = "[Data](charts/\(chart.name).csv), [script](charts/\(chart.name).gp)."
        let caption: Markdown =
            drawing.caption.isEmpty ? data : "\(drawing.caption) \(data)"
        return "\(head)\n\n\(image(chart))\n\n\(caption)"
    }

    /// The images that a narrative can insert, without heading and caption, by the chart's name.
    package var named: [(name: String, markdown: Markdown)] {
        Charts.all.filter { drawn.contains($0.name) && byName[$0.name] != nil }.map {
            ($0.name, image($0))
        }
    }

    /// The figures of a part of the report, without those that have no image file.
    package func figures(_ part: ReportPart) -> [Markdown] {
        charts(part).compactMap { figure($0) }
    }

    /// The image alone, or the reason why there is none.
    package func cell(_ chart: any Chart) -> Markdown {
        guard byName[chart.name] != nil else { return "not measured" }
        return drawn.contains(chart.name)
            ? image(chart) : "not drawn: `charts/\(chart.name).csv`"
    }

    /// The image with title and caption as its alternative text.
    private func image(_ chart: any Chart) -> Markdown {
        let caption = byName[chart.name]?.caption ?? ""
        let text = caption.isEmpty ? chart.title : "\(chart.title): \(caption)"
        return Markdown.image(text, "charts/\(chart.name).\(format.rawValue)")
    }
}
