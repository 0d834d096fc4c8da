import Analysis
import Foundation
import Markup
import Plotting
import Results
import Terminal

/// The report on several studies: the settings in which they differ, then the charts and tables of
/// a report on one study.
struct ComparisonDocument {
    let union: StudyUnion
    let gallery: ChartGallery
    /// The folder that the report is written to, for relative links.
    let folder: String

    private var analysis: StudyAnalysis { gallery.analysis }
    private var names: [String] { union.parts.map(\.name) }

    var markdown: String {
        [
            Markdown.heading(1, Markdown(union.results.lock.title)), studies, differences,
            union.hasSameImages
                ? Markdown.section("Answer", [AbstractSection(analysis: analysis).markdown])
                : otherImages,
            SharedConfigurations(union, analysis).markdown,
            ResultsSection(analysis: analysis, gallery: gallery).markdown,
            NotesSection(analysis: analysis).markdown,
            TrainingSection(results: analysis.results, gallery: gallery).markdown,
            PredictionsSection(analysis: analysis, gallery: gallery).markdown,
            reproduce,
        ].compactMap { $0 }.joined(separator: "\n\n").source + "\n"
    }

    private var studies: Markdown {
        Markdown.table(
            ["study", "title", "configurations", "complete trials"],
            [.left, .left, .right, .right],
            rows: union.parts.map { part in
                let (lock, groups) = (part.results.lock, part.results.groups)
                let complete = "\(part.results.trials.count) of \(lock.trials.count)"
                return [
                    Markdown.link(Markdown(part.name), to: "\(link(to: part.folder))/report.md"),
                    Markdown(lock.title), "\(groups.count)", "\(complete)",
                ]
            })
    }

    private var differences: Markdown {
        Markdown.section("Differences", [DifferencesTable(union).markdown(names)])
    }

    private var otherImages: Markdown {
        let unknown = union.unknownImages.map(\.name)
        guard unknown.isEmpty else {
            return Markdown.section(
                "Unknown images",
                [
                    "The classes and images of \(Formatting.list(unknown)) are not recorded, as runs from MLflow do not "
                        + "contain them. It is not known that the studies were evaluated on the same images and classes, "
                        + "so the images alone may explain a difference between their results. This report shows "
                        + "accuracies and losses side by side and does not test their differences."
                ])
        }
        return Markdown.section(
            "Different images",
            [
                "The studies were not evaluated on the same images, so the images alone may explain a difference between "
                    + "their results. This report shows the results side by side and does not test their differences."
            ])
    }

    private var reproduce: Markdown {
        Markdown.section(
            "How to reproduce it",
            [
                .shell(
                    [gallery.command]
                        + union.parts.map { "study verify \(ShellText.quoted($0.folder))" })
            ])
    }

    /// The relative path from the comparison's folder to another folder.
    private func link(to other: String) -> String {
        func components(_ path: String) -> [String] {
            URL(fileURLWithPath: path).standardized.pathComponents
        }
        let (from, to) = (components(folder), components(other))
        let shared = zip(from, to).prefix { $0 == $1 }.count
        let path = Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared)
        return path.joined(separator: "/")
    }
}
