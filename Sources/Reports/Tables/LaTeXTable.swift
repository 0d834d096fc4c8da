import Analysis
import Evaluation
import Results
import Terminal
import Vocabulary

/// The configurations in the order of the report as a LaTeX table, for `\input`; it needs the
/// package `booktabs`.
struct LaTeXTable: Table {
    var file: String { "results.tex" }

    func text(_ analysis: StudyAnalysis) -> String {
        let comparison = analysis.comparison
        let split = comparison.split.title
        let hasSeeds = analysis.hasSeeds
        let head =
            ["Configuration"] + (hasSeeds ? ["Seeds"] : [])
            + ["\(split.capitalizedFirst) accuracy (\\%)", "95\\% over \(analysis.unit)", "AUROC"]
        let rows = comparison.scores.map { row($0, hasSeeds, analysis) }
        var lines =
            [
                "% \(Self.comment(analysis.results.lock.title))",
                "% Needs \\usepackage{booktabs}. Made by study; do not edit.",
                "\\begin{tabular}{l\(String(repeating: "r", count: head.count - 1))}",
                "  \\toprule", "  " + head.joined(separator: " & ") + " \\\\", "  \\midrule",
            ] + rows.map { "  " + $0.joined(separator: " & ") + " \\\\" }
        lines.append("  \\bottomrule")
        if let text = legend(comparison) {
            lines.append("  \\multicolumn{\(head.count)}{l}{\\footnotesize \(text)}")
        }
        lines.append("\\end{tabular}")
        return lines.joined(separator: "\n") + "\n"
    }

    /// The legend of bold names and daggers; nil if the table has neither.
    private func legend(_ comparison: Comparison) -> String? {
        var parts: [String] = []
        if comparison.scores.contains(where: { comparison.chosenNames.contains($0.group.name) }) {
            let metric = comparison.choice.metric?.name ?? "the monitored metric"
            parts.append("Bold: chosen by \(Self.escaped(metric)).")
        }
        if comparison.scores.contains(where: { hasDagger($0, comparison) }) {
            let split = comparison.split.title
            parts.append(
                "$^\\dagger$: not distinguishable from the first row on the \(split) images.")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// Whether a configuration is not chosen and not significantly different from the first.
    private func hasDagger(_ score: Comparison.Score, _ comparison: Comparison) -> Bool {
        !comparison.chosenNames.contains(score.group.name)
            && comparison.pairwiseComparisons.contains {
                $0.other.group.name == score.group.name && !$0.isClear
            }
    }

    /// The cells of a configuration. A chosen one is bold; one that is not significantly different
    /// from the first has a dagger.
    private func row(
        _ score: Comparison.Score, _ hasSeeds: Bool, _ analysis: StudyAnalysis
    ) -> [String] {
        let comparison = analysis.comparison
        let decimals = comparison.decimals
        let label = Self.escaped(score.group.label)
        let name =
            comparison.chosenNames.contains(score.group.name)
            ? "\\textbf{\(label)}"
            : Self.first(label) + (hasDagger(score, comparison) ? "$^\\dagger$" : "")
        let spread = score.std.map { " \\pm " + Formatting.fixed(100 * $0, decimals) } ?? ""
        let intervals = analysis.intervals[score.group.name]
        let range = intervals?.accuracy
        let areas = analysis.values(AreaUnderROC(), score.group, comparison.split)
        return [name] + (hasSeeds ? [String(score.group.trials.count)] : []) + [
            "$" + Formatting.fixed(100 * score.mean, decimals) + spread + "$",
            range.map {
                Formatting.fixed(100 * $0.lowerBound, decimals) + "--"
                    + Formatting.fixed(100 * $0.upperBound, decimals)
            } ?? "--",
            Statistics.mean(areas).map { "$" + Formatting.fixed($0, 3) + "$" } ?? "--",
        ]
    }

    /// The text of a row's first cell: TeX reads a `*` or `[` after the end of a row as an argument
    /// of the line break.
    static func first(_ text: String) -> String {
        let start = text.unicodeScalars.first { $0 != " " }
        return start == "*" || start == "[" ? "{}" + text : text
    }

    /// The text with all characters escaped that TeX does not print literally.
    static func escaped(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        func isDoubled(_ index: Int) -> Bool { index > 0 && scalars[index - 1] == scalars[index] }
        return scalars.enumerated().map { index, character in
            switch character {
            case "\\": "\\textbackslash{}"
            case "~": "\\textasciitilde{}"
            case "^": "\\textasciicircum{}"
            case "&", "%", "$", "#", "_", "{", "}": "\\\(character)"
            case "<": "\\textless{}"
            case ">": "\\textgreater{}"
            case "|": "\\textbar{}"
            case "`": "\\textasciigrave{}"
            case "\"": "{\\char34}"
            // Two of these characters would be a dash or quotation marks.
            case "-" where isDoubled(index), "'" where isDoubled(index), "," where isDoubled(index):
                "{\(character)}"
            case _ where character.properties.generalCategory == .control: " "
            default: String(character)
            }
        }.joined()
    }

    private static func comment(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
