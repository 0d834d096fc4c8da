package import Analysis
package import Foundation
package import Markup
package import Results

/// The charts of a study, drawn once, and how a report shows them.
package struct ChartGallery: Sendable {
    package let findings: Findings
    /// What the study has something to show in, in the order of the report.
    package let drawings: [(name: String, drawing: Drawing)]
    /// The names of the others.
    package let absent: [String]
    /// The names of the charts whose pictures are there.
    package var drawn: Set<String>
    /// Of the pictures that are shown.
    package var format = ChartFormat.png
    /// What writes the report again.
    package var command: String

    private let byName: [String: Drawing]

    /// - Parameter drawn: the names of the charts whose pictures are there; nil: of all.
    package init(_ findings: Findings, drawn: Set<String>? = nil) {
        self.findings = findings
        command = "study report " + ShellText.quoted("results/\(findings.results.lock.name)")
        var drawings: [(name: String, drawing: Drawing)] = []
        var absent: [String] = []
        for chart in Charts.all {
            if let drawing = chart.draw(findings) {
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

    /// Takes note of the format that a report shows, and of the pictures in it that are there.
    package mutating func note(picturesIn folder: ResultsFolder, _ format: ChartFormat) {
        self.format = format
        drawn = Set(
            Charts.all.map(\.name).filter {
                FileManager.default.fileExists(
                    atPath: "\(folder.chartsPath)/\($0).\(format.rawValue)")
            })
    }

    /// What could be drawn and is not there.
    package var hasMissing: Bool { !Set(drawings.map(\.name)).subtracting(drawn).isEmpty }

    /// The charts of a place, in the order of the report.
    package func charts(_ place: ChartPlace) -> [any Chart] {
        Charts.all.filter { $0.place == place }
    }

    /// The picture with its head and what there is to see; nil without a picture.
    package func figure(_ chart: any Chart, level: Int = 3) -> Markdown? {
        guard drawn.contains(chart.name), let drawing = byName[chart.name] else { return nil }
        let head = Markdown.heading(level, Markdown(chart.title))
        let data: Markdown = "[Data](charts/\(chart.name).csv), [script](charts/\(chart.name).gp)."
        let caption: Markdown =
            drawing.caption.isEmpty ? data : "\(drawing.caption) \(data)"
        return "\(head)\n\n\(image(chart))\n\n\(caption)"
    }

    /// What a narrative can place: the picture alone.
    package var named: [(name: String, markdown: Markdown)] {
        Charts.all.filter { drawn.contains($0.name) && byName[$0.name] != nil }.map {
            ($0.name, image($0))
        }
    }

    /// All pictures of a place that are there.
    package func figures(_ place: ChartPlace) -> [Markdown] {
        charts(place).compactMap { figure($0) }
    }

    /// The picture alone, or why there is none.
    package func cell(_ chart: any Chart) -> Markdown {
        guard byName[chart.name] != nil else { return "not measured" }
        return drawn.contains(chart.name)
            ? image(chart) : "not drawn: `charts/\(chart.name).csv`"
    }

    /// Its alternative text is title and caption.
    private func image(_ chart: any Chart) -> Markdown {
        let caption = byName[chart.name]?.caption ?? ""
        let text = caption.isEmpty ? chart.title : "\(chart.title): \(caption)"
        return Markdown.image(text, "charts/\(chart.name).\(format.rawValue)")
    }
}
