import Analysis
import Files
import Results
import Vocabulary

/// The first configuration (the chosen one, or where none is chosen the one with the highest
/// accuracy) against every other: lead, tests, correction, and the other's verdict.
struct ComparisonsTable: Table {
    var file: String { "comparisons.csv" }

    func text(_ findings: Findings) -> String {
        let rows = findings.comparison.duels.map { duel in
            let lead = findings.intervals[duel.other.group.name]?.lead
            let numbers = [lead?.lowerBound, lead?.upperBound, duel.probability]
            return [
                duel.first.group.name, duel.other.group.name, findings.comparison.split.rawValue,
                CSVTable.text(of: duel.lead),
            ] + numbers.map { CSVTable.text(of: $0) } + [
                duel.tests.map { "\($0.name): \(CSVTable.text(of: $0.probability))" }
                    .joined(separator: "; "),
                duel.word("\(findings.comparison.repeatNoun)s"),
            ]
        }
        return CSVTable(
            header: [
                "first", "other", "split", "lead", "\(findings.unit)_low",
                "\(findings.unit)_high", "p_holm", "tests",
                "verdict",
            ], rows: rows
        ).forSpreadsheets.text
    }
}
