import Analysis
import Evaluation
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The configurations that several studies have in common, side by side. For two studies, also the
/// difference between the second and the first, with a test.
struct SharedConfigurations {
    /// A configuration that at least two studies have.
    struct Row {
        /// The configuration's name without its study.
        var label: String
        /// The accuracy in each study; nil if the study does not have the configuration.
        var scores: [Comparison.Score?]
        /// The p-value of the difference after Holm's correction for all rows; nil without a test.
        var probability: Double?

        /// The accuracy in the second of two studies minus that in the first, as a fraction; nil
        /// for another number of studies.
        var difference: Double? {
            guard scores.count == 2, let first = scores[0], let second = scores[1] else {
                return nil
            }
            return second.mean - first.mean
        }
    }

    let rows: [Row]
    private let comparison: Comparison
    private let names: [String]

    init(_ union: StudyUnion, _ analysis: StudyAnalysis) {
        comparison = analysis.comparison
        let names = union.parts.map(\.name)
        self.names = names
        let axes = analysis.results.varyingAxes.map(\.path).filter { $0 != StudyUnion.axis }
        var order: [String] = []
        var scores: [String: [String: Comparison.Score]] = [:]
        for score in comparison.scores {
            guard let coordinates = score.group.trials.first?.entry.coordinates,
                let study = coordinates[StudyUnion.axis]
            else { continue }
            let label = axes.compactMap { coordinates[$0] }.joined(separator: " / ")
            if scores[label] == nil { order.append(label) }
            scores[label, default: [:]][study] = score
        }
        var rows = order.compactMap { label -> Row? in
            let found = scores[label, default: [:]]
            guard found.count > 1, !label.isEmpty else { return nil }
            return Row(label: label, scores: names.map { found[$0] })
        }
        if names.count == 2, union.hasSameImages {
            let tests = rows.map { Self.probability($0, analysis.comparison) }
            let tested = rows.indices.filter { tests[$0] != nil }
            let corrected = Statistics.holm(tested.map { tests[$0] ?? 1 })
            for (index, value) in zip(tested, corrected) { rows[index].probability = value }
        }
        self.rows = rows
    }

    private static func probability(_ row: Row, _ comparison: Comparison) -> Double? {
        PairwiseComparison.all(
            Comparison.sorted(row.scores.compactMap { $0 }), split: comparison.split,
            images: comparison.images, repeats: "\(comparison.repeatNoun)s"
        ).first.flatMap { $0.verdict == .undecidable ? nil : $0.probability }
    }

    var markdown: Markdown? {
        guard !rows.isEmpty else { return nil }
        let decimals = comparison.decimals
        let isPair = names.count == 2
        let lines = rows.map { row -> [Markdown] in
            let figures =
                row.scores.map { $0?.text(decimals) ?? "–" }
                + (isPair
                    ? [
                        row.difference.map { Formatting.signed(100 * $0, decimals) } ?? "–",
                        row.probability.map(Formatting.shortProbability) ?? "–",
                    ] : [])
            return ([row.label] + figures).map { Markdown($0) }
        }
        let head =
            ["configuration"] + names
            + (isPair ? ["\(names[1]) minus \(names[0]), points", "p (Holm)"] : [])
        return Markdown.section(
            "Shared configurations",
            [
                "\(comparison.split.title.capitalizedFirst) accuracy of the configurations that have the same name in several studies.",
                Markdown.table(head.map { Markdown($0) }, rows: lines), verdict,
            ])
    }

    /// The sentence on the significant differences; nil without a test.
    private var verdict: Markdown? {
        guard names.count == 2, rows.contains(where: { $0.probability != nil }) else { return nil }
        let clear = rows.filter { ($0.probability ?? 1) < Comparison.level }
        let better = clear.filter { ($0.difference ?? 0) > 0 }.map(\.label)
        let worse = clear.filter { ($0.difference ?? 0) < 0 }.map(\.label)
        if clear.isEmpty {
            return rows.count == 1
                ? "The two studies are **not distinguishable**."
                : "The two studies are **not distinguishable** in any of the \(rows.count) configurations."
        }
        return [
            better.isEmpty
                ? nil
                : "\(names[1]) is significantly more accurate for \(Formatting.list(better)).",
            worse.isEmpty
                ? nil : "\(names[0]) is significantly more accurate for \(Formatting.list(worse)).",
        ].compactMap { $0 }.joined(separator: " ")
    }
}
