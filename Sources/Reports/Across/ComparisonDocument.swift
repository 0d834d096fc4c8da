import Analysis
import Foundation
import Markup
import Plotting
import Results

/// The report on several studies: first what differs, then the same charts and tables as of one.
struct ComparisonDocument {
    let union: StudyUnion
    let gallery: ChartGallery
    /// Where it is written, for links.
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
        Markdown.section("What differs", [DifferencesTable(union).markdown(names)])
    }

    private var otherImages: Markdown {
        Markdown.section(
            "Other images",
            [
                "The studies were not measured on the same images, so a difference between them may be one of the images "
                    + "alone: figures stand side by side here, and there is no verdict between them."
            ])
    }

    private var reproduce: Markdown {
        Markdown.section(
            "How to reproduce",
            [
                .shell(
                    [gallery.command]
                        + union.parts.map { "study verify \(ShellText.quoted($0.folder))" })
            ])
    }

    /// From the comparison's folder to another, over the folders that they share.
    private func link(to other: String) -> String {
        func steps(_ path: String) -> [String] {
            URL(fileURLWithPath: path).standardized.pathComponents
        }
        let (from, to) = (steps(folder), steps(other))
        let shared = zip(from, to).prefix { $0 == $1 }.count
        let path = Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared)
        return path.joined(separator: "/")
    }
}
