import Analysis
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The tests behind the answer: the first configuration against the others and against a constant
/// prediction, and the averages over the axes.
struct EvidenceTable {
    let analysis: StudyAnalysis

    /// With more rows, comparisons are left to the results, and axes are folded away.
    private static let mostRows = 8

    private var comparison: Comparison { analysis.comparison }
    private var pairs: [PairwiseComparison] { comparison.pairwiseComparisons }

    var markdown: Markdown? {
        let parts = [comparisons, axes].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
    }

    // MARK: Comparisons

    private struct Row {
        var other: String
        var difference: String
        var interval: String
        var tests: [PairwiseComparison.Test]
        var corrected: Double?
        var result: String
        var required: String?
    }

    private var comparisons: Markdown? {
        guard let first = comparison.first else { return nil }
        let constant = constant(first)
        let rows = pairs.prefix(Self.mostRows).map(row) + (constant.map { [$0] } ?? [])
        guard !rows.isEmpty else { return nil }
        let isCorrected = pairs.count > 1 || analysis.constantTests.count > 1
        let hasRequired = rows.contains { $0.required != nil }
        var header: [Markdown] = [
            "\(Markdown(first.group.label)) compared with", "difference, points",
            "95% over \(analysis.unit)", "p (test)",
        ]
        if isCorrected { header.append("p (Holm)") }
        header.append("result")
        if hasRequired { header.append("for 80% power") }
        let cells = rows.map { row -> [Markdown] in
            var cells = [row.other, row.difference, row.interval, Self.text(row.tests)]
            if isCorrected { cells.append(row.corrected.map(Formatting.shortProbability) ?? "–") }
            cells.append(row.result)
            if hasRequired { cells.append(row.required ?? "") }
            return cells.map { Markdown($0) }
        }
        let alignments: [Markdown.Alignment] =
            [.left, .right, .right, .left] + (isCorrected ? [.right] : []) + [.left]
            + (hasRequired ? [.left] : [])
        let table = Markdown.table(header, alignments, rows: cells)
        return [table, note(constant != nil, hasRequired: hasRequired)].compactMap { $0 }.joined(
            separator: "\n\n")
    }

    private func row(_ pair: PairwiseComparison) -> Row {
        let decimals = comparison.decimals
        let lead = Formatting.shownDifference(
            pair.first.mean, pair.other.mean, decimals: decimals)
        return Row(
            other: "\(pair.other.group.label) (\(pair.other.text(decimals)))",
            difference: Formatting.fixed(lead, decimals),
            interval: analysis.intervals[pair.other.group.name]?.lead.map {
                Self.range($0, decimals)
            } ?? "–", tests: pair.tests, corrected: pair.probability,
            result: pair.resultWord("\(comparison.repeatNoun)s"),
            required: RequiredSample(pair, comparison).text)
    }

    /// The first configuration against a constant prediction; nil without a test.
    private func constant(_ first: Comparison.Score) -> Row? {
        guard let test = analysis.constantTests.first(where: { $0.group == first.group.name }),
            let probability = test.probability
        else { return nil }
        let decimals = comparison.decimals
        let baseline = Formatting.percent(test.baseline, decimals: decimals)
        let difference = Formatting.shownDifference(test.mean, test.baseline, decimals: decimals)
        return Row(
            other: "always predicting \(test.predicted) (\(baseline))",
            difference: Formatting.fixed(difference, decimals), interval: "–", tests: test.tests,
            corrected: probability,
            result: test.verdict == .notSignificant ? "not distinguishable" : "significant")
    }

    /// Each p-value with the name of its test.
    private static func text(_ tests: [PairwiseComparison.Test]) -> String {
        let texts = tests.map { test in
            let name = test.name.hasPrefix("a ") ? String(test.name.dropFirst(2)) : test.name
            return "\(Formatting.shortProbability(test.probability)) (\(name))"
        }
        return texts.isEmpty ? "–" : texts.joined(separator: "; ")
    }

    private static func range(_ interval: ClosedRange<Double>, _ decimals: Int) -> String {
        [interval.lowerBound, interval.upperBound].map { Formatting.fixed(100 * $0, decimals) }
            .joined(separator: " to ")
    }

    /// The sentences below the table.
    private func note(_ hasConstant: Bool, hasRequired: Bool) -> Markdown? {
        let more = pairs.count - Self.mostRows
        let rest: Markdown? =
            more > 0
            ? "The other \(Formatting.plural(more, "comparison")) are in Results and in [comparisons.csv](tables/comparisons.csv)."
            : nil
        return [correction(hasConstant), rest, hasRequired ? power : nil].compactMap { $0 }
            .joined(separator: " ").nonEmpty
    }

    private func correction(_ hasConstant: Bool) -> Markdown? {
        let constants = analysis.constantTests.count
        let constant = hasConstant && constants > 1 && constants != pairs.count
        let others = pairs.count > 1 ? Formatting.plural(pairs.count, "comparison") : nil
        let ofConstant = constant ? Formatting.count(constants) : nil
        let intervals = pairs.count > 1 ? "; the intervals are not corrected" : ""
        switch (others, ofConstant) {
        case (let others?, let ofConstant?):
            return
                "p (Holm) is corrected for \(others), and that of the constant prediction for \(ofConstant), one for each configuration\(intervals)."
        case (let others?, nil): return "p (Holm) is corrected for \(others)\(intervals)."
        case (nil, let ofConstant?):
            return
                "p (Holm) of the constant prediction is corrected for \(ofConstant) comparisons, one for each configuration."
        case (nil, nil): return nil
        }
    }

    /// The method of the sample sizes.
    private var power: Markdown {
        let level = pairs.count > 1 ? "0.05 / \(pairs.count)" : "0.05"
        let units = pairs.flatMap { $0.requiredCounts(comparisons: pairs.count).map(\.unit) }
        let methods = [
            units.contains { !$0.isRepeat }
                ? "Connor's formula (1987) for \(analysis.unit)" : nil,
            units.contains { $0.isRepeat }
                ? "Student's t-test for \(comparison.repeatNoun)s" : nil,
        ].compactMap { $0 }
        return
            "For 80% power: an estimate of the sample that a test at the level \(level) would need if the true difference were as large as the observed one (\(methods.joined(separator: ", ")))."
    }

    // MARK: Axes

    private var axes: Markdown? {
        guard !comparison.isSingle else { return nil }
        let decimals = comparison.decimals
        let rows = comparison.axes.flatMap { axis in
            axis.rows(decimals).map { row -> [Markdown] in
                [
                    Markdown.code(axis.axis.path), Markdown(row.highest), Markdown(row.other),
                    Markdown(Formatting.fixed(row.difference, decimals)),
                    Markdown(row.probability.map(Formatting.shortProbability) ?? "–"),
                    Markdown(row.result),
                ]
            }
        }
        guard !rows.isEmpty else { return nil }
        let table = Markdown.table(
            [
                "axis", "highest mean", "compared with", "difference, points",
                "p (Holm, within the axis)", "result",
            ], [.left, .left, .left, .right, .right, .left], rows: rows)
        let title = "Mean \(comparison.split.title) accuracy of each axis value over all other axes"
        return rows.count > Self.mostRows
            ? Markdown.details(title, table) : "\(Markdown(title)):\n\n\(table)"
    }
}

extension Markdown {
    fileprivate var nonEmpty: Markdown? { isEmpty ? nil : self }
}
