import Analysis
import Files
import Results
import Vocabulary

/// The comparisons of the first configuration (the chosen one, or the one with the highest accuracy
/// if none is chosen) with every other: lead, tests, corrected p-value and verdict on the other.
struct ComparisonsTable: Table {
    var file: String { "comparisons.csv" }

    func text(_ analysis: StudyAnalysis) -> String {
        let rows = analysis.comparison.pairwiseComparisons.map { pair in
            let lead = analysis.intervals[pair.other.group.name]?.lead
            let numbers = [lead?.lowerBound, lead?.upperBound, pair.probability]
            return [
                pair.first.group.name, pair.other.group.name, analysis.comparison.split.rawValue,
                CSVTable.text(of: pair.lead),
            ] + numbers.map { CSVTable.text(of: $0) } + [
                pair.tests.map { "\($0.name): \(CSVTable.text(of: $0.probability))" }
                    .joined(separator: "; "),
                pair.word("\(analysis.comparison.repeatNoun)s"),
            ]
        }
        return CSVTable(
            header: [
                "first", "other", "split", "lead", "\(analysis.unit)_low",
                "\(analysis.unit)_high", "p_holm", "tests",
                "verdict",
            ], rows: rows
        ).forSpreadsheets.text
    }
}
