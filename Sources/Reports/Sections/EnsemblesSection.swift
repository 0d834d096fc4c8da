import Analysis
import Evaluation
import Markup
import Results
import Terminal
import Vocabulary

/// The ensemble of each configuration with several trials, and its gain over its members.
struct EnsemblesSection {
    let analysis: StudyAnalysis

    /// With more configurations, the table is folded away below its first rows.
    private static let mostOpen = 12
    private static let mostShown = 8
    private static let mostMissing = 4
    private static let areaDecimals = 3

    private var all: [EnsembleComparison] { analysis.ensembles }
    private var noun: String { analysis.results.repeatNoun }
    private var decimals: Int { analysis.comparison.decimals }
    private var hasAreas: Bool { all.contains { $0.area != nil } }
    private var hasAreaTests: Bool { all.contains { $0.area?.probability != nil } }
    private var isCorrected: Bool { all.count > 1 }

    var markdown: Markdown? {
        let notes = missing + omissions
        guard !all.isEmpty || !notes.isEmpty else { return nil }
        return Markdown.section(
            "Ensembles",
            [
                explanation, all.isEmpty ? nil : table,
                notes.isEmpty ? nil : Markdown.bullets(notes),
            ].compactMap { $0 })
    }

    private var explanation: Markdown {
        let counts = Set(all.map(\.ensemble.members.count)).sorted()
        guard let fewest = counts.first, let most = counts.last else {
            return "No configuration has an ensemble."
        }
        let number = fewest == most ? "\(most)" : "\(fewest) to \(most)"
        let area: String
        if hasAreaTests {
            area =
                "; of the AUROC: a z-test with the standard deviation of the bootstrap, if each class has at least \(EnsembleComparison.fewOfClass) \(analysis.unit)"
        } else if hasAreas {
            area =
                "; the AUROC is not tested, because a class has fewer than \(EnsembleComparison.fewOfClass) \(analysis.unit)"
        } else {
            area = ""
        }
        let correction =
            isCorrected
            ? " p (Holm) is corrected for \(Formatting.plural(all.count, "configuration"))\(hasAreaTests ? ", for each metric on its own" : "")."
            : ""
        return """
            An ensemble predicts, for each of the \(analysis.results.images(analysis.comparison.split)), the mean of the \
            probabilities of the \(number) \(noun)s of a configuration. The gain is its metric minus the mean of the \
            metrics of these members, not minus the best one. Intervals and tests describe these \
            networks on new images, not networks of new trainings. Intervals: \(Formatting.count(analysis.replicates)) bootstrap samples over \
            \(analysis.unit). Test of the accuracy: a permutation test over \(analysis.unit)\(area).\(correction) \
            Nothing is chosen by these figures.
            """
    }

    private var table: Markdown {
        let rows = all.map(row)
        guard rows.count > Self.mostOpen else { return Markdown.table(header, rows: rows) }
        let first = Markdown.table(header, rows: Array(rows.prefix(Self.mostShown)))
        let details = Markdown.details(
            "All \(rows.count) ensembles, in the same order", Markdown.table(header, rows: rows))
        return "\(first)\n\n\(details)"
    }

    private var header: [Markdown] {
        let p: Markdown = isCorrected ? "p (Holm)" : "p"
        return ["configuration", "accuracy", "mean of members", "gain, points (95%)", p]
            + (hasAreas
                ? ["AUROC", "mean of members", "gain (95%)"] + (hasAreaTests ? [p] : []) : [])
    }

    private func row(_ comparison: EnsembleComparison) -> [Markdown] {
        let accuracy = comparison.accuracy
        func percent(_ value: Double) -> String { Formatting.percent(value, decimals: decimals) }
        var cells = [
            comparison.ensemble.label, percent(accuracy.ensemble), percent(accuracy.members),
            Self.gain(
                Formatting.shownDifference(
                    accuracy.ensemble, accuracy.members, decimals: decimals),
                accuracy.gainInterval, scale: 100, decimals), probability(accuracy),
        ]
        if hasAreas {
            let area = comparison.area
            func fixed(_ value: Double?) -> String {
                value.map { Formatting.fixed($0, Self.areaDecimals) } ?? "–"
            }
            // Computed from the rounded values, so that it agrees with them.
            let difference = area.map {
                Formatting.shownDifference(
                    $0.ensemble / 100, $0.members / 100, decimals: Self.areaDecimals)
            }
            cells += [
                fixed(area?.ensemble), fixed(area?.members),
                difference.map {
                    Self.gain($0, area?.gainInterval, scale: 1, Self.areaDecimals)
                } ?? "–",
            ]
            if hasAreaTests { cells.append(probability(area)) }
        }
        return cells.map { Markdown($0) }
    }

    /// A gain with its sign and its interval.
    private static func gain(
        _ value: Double, _ interval: ClosedRange<Double>?, scale: Double, _ decimals: Int
    ) -> String {
        let text = Formatting.signed(value, decimals)
        guard let interval else { return text }
        let ends = [interval.lowerBound, interval.upperBound].map {
            Formatting.signed(scale * $0, decimals)
        }
        return "\(text) (\(ends.joined(separator: " to ")))"
    }

    private func probability(_ gain: EnsembleComparison.Gain?) -> String {
        guard let gain, let p = isCorrected ? gain.corrected : gain.probability else { return "–" }
        return Formatting.shortProbability(p)
    }

    // MARK: Notes

    /// The ensembles without some of their configuration's trials.
    private var missing: [Markdown] {
        all.filter { !$0.ensemble.missing.isEmpty }.map { comparison in
            let ids = comparison.ensemble.missing
            let shown = ids.prefix(Self.mostMissing).map(Markdown.code)
            let rest = ids.count - shown.count
            let names = Formatting.list(shown + (rest > 0 ? ["\(rest) more"] : []))
            let verb = ids.count == 1 ? "has" : "have"
            return
                "The ensemble of \(comparison.ensemble.label) is without \(names), which \(verb) no usable predictions here."
        }
    }

    /// The configurations without an ensemble.
    private var omissions: [Markdown] {
        analysis.ensembleOmissions.map { omission in
            switch omission.reason {
            case .fewMembers(let count, let planned):
                "\(omission.label) is left out: \(Formatting.count(count)) of its \(Formatting.plural(planned, "trial")) \(count == 1 ? "has" : "have") usable predictions here."
            case .otherImages:
                "\(omission.label) is left out: its trials have predictions of different images."
            }
        }
    }
}
