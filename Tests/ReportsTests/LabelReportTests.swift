import Analysis
import Evaluation
import Files
import Markup
import Plotting
import Results
import SyntheticResults
import Tensors
import Testing
import Vocabulary

@testable import Reports

/// The report of a study whose images can have several labels.
@Suite struct LabelReportTests {
    /// Results with three labels of 40 test images: one is learned, one never occurs, and one is
    /// ignored for some images. Two images belong to each patient.
    static func results(validation: Bool = true) throws -> StudyResults {
        var results = Synthetic(schedules: ["step", "cosine"], epochs: 2).results
        let labels = ["Effusion", "Hernia|x", "<b>Mass</b>"]
        func table(_ split: Split, _ trial: Int) -> LabelPredictionTable {
            var (states, probabilities): ([LabelState], [Double]) = ([], [])
            for image in 0..<40 {
                let isPositive = image % 4 == 0
                states += [isPositive ? .positive : .negative, .negative]
                states.append(image % 5 == 0 ? .ignored : image % 3 == 0 ? .positive : .negative)
                let noise = Double((image * (7 + trial)) % 10) / 20
                probabilities += [isPositive ? 0.5 + noise : 0.7 * noise, 0.1, 0.9 - noise]
            }
            return LabelPredictionTable(
                labels: labels, files: (0..<40).map { "\(split.rawValue)/\($0).png" },
                groups: (0..<40).map { "p\($0 / 2)" },
                predictions: LabelPredictions(
                    truth: LabelMatrix(states, labels: 3), probabilities: probabilities))
        }
        let counts = table(.test, 0).predictions.truth.counts
        results.lock.dataset.classes = labels
        let splits: [Split] = validation ? Split.allCases : [.train, .test]
        results.lock.dataset.labelCounts = Dictionary(
            uniqueKeysWithValues: splits.map { ($0, counts) })
        results.lock.dataset.imageCounts = Dictionary(
            uniqueKeysWithValues: splits.map { ($0, 40) })
        results.lock.dataset.counts = Dictionary(
            uniqueKeysWithValues: splits.map { ($0, counts.map(\.positive)) })
        for index in results.trials.indices {
            results.trials[index].predictions = [:]
            for split in splits where split != .train {
                let table = table(split, index)
                let exact = try WeightedLabelPredictions(table.predictions).exactMatch ?? -1
                results.trials[index].labelPredictions[split] = table
                for epoch in results.trials[index].epochs.indices {
                    results.trials[index].epochs[epoch].metrics[split]?.accuracy = exact
                }
            }
        }
        return results
    }

    @Test func theReportHasEveryLabel() throws {
        let analysis = LabelAnalysis(try Self.results(), replicates: 100)
        let text = LabelReport(analysis: analysis, hasChart: true, hasText: false).markdown
        #expect(text.contains("## Labels"))
        #expect(text.contains("| Effusion | 10 | 40 |"))
        // Names are escaped, and a label without positive images is left out with the reason.
        #expect(!text.contains("<b>Mass</b>"))
        #expect(text.contains("left out, no positive image"))
        #expect(text.contains("*macro*") && text.contains("*micro*"))
        #expect(text.contains("bootstrap over patients"))
        #expect(text.contains("charts/labels.png"))
        #expect(text.contains("8 ignored"))
        #expect(!text.contains("nan") && !text.contains("inf"))
    }

    /// The figures are those of the test images at the thresholds of validation.
    @Test func figuresAreThoseOfTheTables() throws {
        let analysis = LabelAnalysis(try Self.results(), replicates: 100)
        let evaluation = try #require(analysis.evaluation)
        let trial = try #require(analysis.trial)
        let (val, test) = (
            try #require(trial.weightedLabels(.val)).predictions,
            try #require(trial.weightedLabels(.test)).predictions
        )
        let thresholds = LabelThresholds(val, rule: .youden)
        let decided = test.decided(at: thresholds.values)
        for (position, metric) in LabelMetrics.all.enumerated() {
            #expect(evaluation.macro[position].value == decided.macro(metric))
            #expect(evaluation.labels[0][position].value == decided.value(metric, of: 0))
        }
        #expect(evaluation.evaluated == [0, 2])
        let csv = try #require(LabelTables(analysis: analysis, hasChart: false).csv)
        #expect(csv.rows.count == 5 * LabelMetrics.all.count)
        let hernia = csv.rows.filter { $0[0] == "Hernia|x" }
        #expect(hernia.allSatisfy { $0[5].isEmpty && $0[8] == "no positive image" })
    }

    @Test func theChartHasTheEvaluatedLabels() throws {
        let analysis = LabelAnalysis(try Self.results(), replicates: 100)
        let drawing = try #require(LabelChart(analysis).drawing)
        #expect(drawing.data.rows.count == 2)
        #expect(drawing.script.contains("xerrorbars"))
    }

    /// Without validation all thresholds are 0.5, and without predictions the report says so.
    @Test func missingPredictionsAreNamed() throws {
        let plain = LabelAnalysis(try Self.results(validation: false), replicates: 100)
        #expect(plain.thresholds == nil)
        var results = try Self.results()
        for index in results.trials.indices { results.trials[index].labelPredictions = [:] }
        let analysis = LabelAnalysis(results, replicates: 100)
        #expect(analysis.evaluation == nil)
        let text = LabelReport(analysis: analysis, hasChart: false, hasText: true).markdown
        #expect(text.contains("do not match its best epoch"))
        #expect(text.contains("narrative.md"))
    }
}
