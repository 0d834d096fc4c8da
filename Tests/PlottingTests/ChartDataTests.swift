import Analysis
import Evaluation
import Files
@testable import Plotting
import Results
import SyntheticResults
import Testing
import Vocabulary

/// The numbers in the charts' data against those that measures and tables give.
@Suite struct ChartDataTests {
    static let studies = [
        Synthetic(schedules: ["step", "cosine"]),
        Synthetic(schedules: ["step", "cosine", "exponential"], seeds: 3, gap: 0.03),
        Synthetic(
            networks: ["vgg16", "alexnet"], schedules: Array(Synthetic.twelve.prefix(6)), seeds: 2),
    ]

    private func data(_ chart: any Chart, _ analysis: StudyAnalysis) throws -> CSVDocument {
        try CSVDocument(
            text: try #require(chart.draw(analysis)).data.text, file: "\(chart.name).csv")
    }

    /// A line's points, from long data.
    private func points(
        _ document: CSVDocument, _ label: String, _ x: String, _ y: String
    ) throws -> [(x: Double, y: Double)] {
        try document.rows.filter { try $0.text("line") == label }
            .map { (try $0.number(x), try $0.number(y)) }
    }

    @Test(arguments: studies.indices)
    func theAreaBelowACurveIsTheMeanAUROC(_ study: Int) throws {
        let analysis = Self.studies[study].analysis
        let document = try data(ROCChart(), analysis)
        for group in analysis.groups {
            let values = analysis.values(AreaUnderROC(), group, .test)
            let mean = try #require(Statistics.mean(values))
            let curve = try #require(ROCChart.curve(analysis.predictions(group, .test)))
            #expect(abs((curve.summary ?? 0) - mean) < 1e-12)
            let drawn = try points(
                document, group.label, "false_positive_rate", "true_positive_rate")
            let area = zip(drawn, drawn.dropFirst()).reduce(0) {
                $0 + ($1.1.x - $1.0.x) * ($1.1.y + $1.0.y) / 2
            }
            #expect(abs(area - mean) < 1e-5)
            #expect(drawn.first.map { $0.x == 0 && $0.y == 0 } == true)
            #expect(drawn.last.map { $0.x == 1 && $0.y == 1 } == true)
        }
    }

    @Test(arguments: studies.indices)
    func theStepsOfPrecisionSumUpToAveragePrecision(_ study: Int) throws {
        let analysis = Self.studies[study].analysis
        let document = try data(PrecisionRecallChart(), analysis)
        for group in analysis.groups {
            let values = analysis.values(AveragePrecision(), group, .test)
            let mean = try #require(Statistics.mean(values))
            let curve = try #require(
                PrecisionRecallChart.curve(analysis.predictions(group, .test)))
            #expect(abs((curve.summary ?? 0) - mean) < 1e-12)
            let drawn = try points(document, group.label, "recall", "precision")
            let area = zip(drawn, drawn.dropFirst()).reduce(0) {
                $0 + ($1.1.x - $1.0.x) * $1.1.y
            }
            #expect(abs(area - mean) < 1e-5)
        }
    }

    @Test func aMeanOfCurvesStandsBetweenThem() throws {
        // Ties make a slope; images of the rest in other numbers make other places.
        let first = try WeightedPredictions(
            Predictions(
                labels: [0, 0, 1, 1], predicted: [0, 1, 1, 1],
                probabilities: [0.8, 0.2, 0.4, 0.6, 0.4, 0.6, 0.1, 0.9], classes: 2), positive: 1)
        let second = try WeightedPredictions(
            Predictions(
                labels: [0, 1, 0, 1, 0], predicted: [0, 0, 0, 1, 0],
                probabilities: [0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.2, 0.8, 0.6, 0.4], classes: 2),
            positive: 1)
        let curves = try [first, second].map { try #require(ROCCurve($0, of: 1)) }
        let mean = try #require(MeanCurve(curves))
        #expect(abs(mean.area - (curves[0].area + curves[1].area) / 2) < 1e-12)
        let alone = try #require(MeanCurve([curves[0]]))
        #expect(alone.points.map(\.x) == [0, 0, 0.5, 1])
        #expect(alone.points.map(\.y) == [0, 0.5, 1, 1])
        let steps = try [first, second].map { try #require(PrecisionRecallCurve($0, of: 1)) }
        let both = try #require(MeanCurve(steps))
        let areas = steps.map(\.averagePrecision)
        #expect(abs(both.area - (areas[0] + areas[1]) / 2) < 1e-12)
        #expect(MeanCurve([ROCCurve]()) == nil)
    }

    @Test(arguments: studies.indices)
    func calibrationErrorsAreTheTables(_ study: Int) throws {
        let analysis = Self.studies[study].analysis
        for group in analysis.groups {
            let predictions = analysis.predictions(group, .test)
            let figure = try #require(CalibrationChart.curve(predictions)?.summary)
            let mean = try #require(
                Statistics.mean(analysis.values(CalibrationError(), group, .test)))
            #expect(abs(figure - mean) < 1e-12)
        }
        let rows = try data(CalibrationChart(), analysis).rows
        #expect(rows.count >= analysis.groups.count)
        for row in rows {
            let probability = try row.number("mean_probability")
            #expect((0.5...1).contains(probability))
        }
    }

    @Test func confusionMatricesHoldEveryImage() throws {
        let study = Synthetic(schedules: ["step", "cosine"], seeds: 1)
        let analysis = study.analysis
        let rows = try data(ConfusionChart(), analysis).rows
        #expect(rows.count == 2 * 4)
        for group in analysis.groups {
            let predictions = analysis.predictions(group, .test)[0]
            let own = try rows.filter { try $0.text("block_name") == group.label }
            #expect(own.count == 4)
            let matrix = ConfusionMatrix(predictions)
            for row in own {
                let (is_, called) = (try row.integer("row") - 1, try row.integer("column") - 1)
                #expect(try row.number("images") == matrix.counts[is_][called])
                let fraction = try #require(matrix.fractions(of: is_))[called]
                #expect(abs(try row.number("value") - fraction) < 1e-6)
            }
        }
    }

    @Test func thresholdsTellSensitivityAndSpecificity() throws {
        let analysis = Synthetic(schedules: ["step"]).analysis
        let trial = try #require(analysis.comparison.bestTrial)
        let predictions = try #require(analysis.predictions[trial.entry.id]?[.test])
        let rows = try data(ThresholdChart(), analysis).rows
        for row in rows.dropFirst() {
            let decided = predictions.decided(at: try row.number("threshold"))
            #expect(
                abs(try row.number("sensitivity") - (Sensitivity().value(decided) ?? -1)) < 1e-12)
            #expect(
                abs(try row.number("specificity") - (Specificity().value(decided) ?? -1)) < 1e-12)
        }
        #expect(rows.count > 300)
    }

    @Test func theGridHoldsTheMeans() throws {
        let analysis = Self.studies[2].analysis
        let rows = try data(GridChart(), analysis).rows
        #expect(rows.count == 12)
        for row in rows {
            let names = Set([try row.text("row_name"), try row.text("column_name")])
            let score = try #require(
                analysis.comparison.scores.first {
                    Set($0.group.label.split(separator: " / ").map(String.init)) == names
                })
            #expect(abs(try row.number("value") - 100 * score.mean) < 1e-6)
        }
    }

    @Test func finalFiguresAreSorted() throws {
        let analysis = Self.studies[2].analysis
        for chart in [FinalAccuracyChart(), FinalAreaChart()] as [any Chart] {
            let means = try data(chart, analysis).rows.map { try $0.number("mean") }
            #expect(means == means.sorted(by: >))
            #expect(means.count == 24)
        }
        let areas = try data(FinalAreaChart(), analysis).rows
        let best = try #require(areas.first)
        let group = try #require(
            analysis.groups.first { try best.text("group") == $0.label })
        #expect(
            try best.number("mean")
                == Statistics.mean(analysis.values(AreaUnderROC(), group, .test)))
        #expect(try best.number("low") == analysis.intervals[group.name]?.area?.lowerBound)
    }

    @Test func timeAddsUp() throws {
        let analysis = Synthetic(schedules: ["step"], seeds: 2).analysis
        let last = try #require(try data(WallTimeChart(), analysis).rows.last)
        let seconds = analysis.results.trials.map(\.record.seconds)
        let mean = try #require(Statistics.mean(seconds))
        #expect(abs(try last.number("minutes") - mean / 60) < 1e-5)
    }

    @Test func stepsAreThinnedToTheirMeans() throws {
        let analysis = Synthetic(schedules: ["step", "cosine"], steps: 250).analysis
        let rows = try data(RateAndLossChart(), analysis).rows
        // Five steps a point.
        #expect(rows.count == 2 * 50)
        let steps = try #require(analysis.groups.first?.trials.first?.steps)
        let mean = try #require(Statistics.mean(steps.prefix(5).map(\.loss)))
        #expect(abs(try rows[0].number("loss") - mean) < 1e-6)
        #expect(try rows[0].number("step") == 5)
        #expect(try rows[49].number("step") == 250)
        let epochs = Synthetic(schedules: ["step"]).analysis
        #expect(
            try data(RateAndLossChart(), epochs).rows.map { try $0.number("epoch") } == [
                1, 2, 3, 4, 5,
            ])
    }
}
