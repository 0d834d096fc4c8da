import Analysis
import Evaluation
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The configurations that several of the studies have, side by side; with two studies also how far
/// the second lies from the first, and whether that is more than chance.
struct SharedConfigurations {
    struct Row {
        /// The configuration's name without its study.
        var label: String
        /// By study; nil where it lacks the configuration.
        var scores: [Comparison.Score?]
        /// By Holm's correction for all rows; nil without a test.
        var probability: Double?

        /// Of two studies, the second's lead over the first, as a fraction.
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
            guard let place = score.group.trials.first?.entry.coordinates,
                let study = place[StudyUnion.axis]
            else { continue }
            let label = axes.compactMap { place[$0] }.joined(separator: " / ")
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
            for (place, value) in zip(tested, corrected) { rows[place].probability = value }
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
            ["configuration"] + names + (isPair ? ["lead of \(names[1]), points", "p (Holm)"] : [])
        return Markdown.section(
            "The same configurations",
            [
                "\(comparison.split.title.capitalizedFirst) accuracy where several studies have a configuration of the same name.",
                Markdown.table(head.map { Markdown($0) }, rows: lines), verdict,
            ])
    }

    /// How many of the differences count.
    private var verdict: Markdown? {
        guard names.count == 2, rows.contains(where: { $0.probability != nil }) else { return nil }
        let clear = rows.filter { ($0.probability ?? 1) < Comparison.level }
        let better = clear.filter { ($0.difference ?? 0) > 0 }.map(\.label)
        let worse = clear.filter { ($0.difference ?? 0) < 0 }.map(\.label)
        if clear.isEmpty {
            return rows.count == 1
                ? "The two are **not distinguishable**."
                : "In none of the \(rows.count) are the two studies distinguishable."
        }
        return [
            better.isEmpty ? nil : "\(names[1]) is clearly ahead with \(Formatting.list(better)).",
            worse.isEmpty ? nil : "\(names[0]) is clearly ahead with \(Formatting.list(worse)).",
        ].compactMap { $0 }.joined(separator: " ")
    }
}
