import Analysis
import Evaluation
import Files
import Results
import Vocabulary

/// The ensemble of each configuration with several trials, compared with its members: a row for
/// each configuration and metric.
struct EnsemblesTable: Table {
    var file: String { "ensembles.csv" }

    func hasData(_ analysis: StudyAnalysis) -> Bool { !analysis.ensembles.isEmpty }

    func text(_ analysis: StudyAnalysis) -> String {
        let unit = analysis.unit
        let rows = analysis.ensembles.flatMap { comparison in
            let gains: [(any Metric, EnsembleComparison.Gain?)] = [
                (Accuracy(), comparison.accuracy), (AreaUnderROC(), comparison.area),
            ]
            return gains.compactMap { metric, gain in
                gain.map {
                    [
                        comparison.ensemble.group, analysis.comparison.split.rawValue,
                        String(comparison.ensemble.members.count), metric.name,
                    ] + Self.numbers($0).map { CSVTable.text(of: $0) }
                }
            }
        }
        return CSVTable(
            header: [
                "group", "split", "members", "metric", "ensemble", "\(unit)_low", "\(unit)_high",
                "members_mean", "gain", "gain_\(unit)_low", "gain_\(unit)_high", "p", "p_holm",
            ], rows: rows
        ).forSpreadsheets.text
    }

    private static func numbers(_ gain: EnsembleComparison.Gain) -> [Double?] {
        [
            gain.ensemble, gain.interval?.lowerBound, gain.interval?.upperBound, gain.members,
            gain.value, gain.gainInterval?.lowerBound, gain.gainInterval?.upperBound,
            gain.probability, gain.corrected,
        ]
    }
}
