import Analysis
import Evaluation
import Files
@testable import Plotting
@testable import Reports
import Results
import Testing

/// One interval for one figure, over patients where they are known, and within the values that
/// there can be.
@Suite struct IntervalReportTests {
    private func report(_ study: Synthetic) -> String {
        ReportDocument(findings: study.findings, charts: [], explanation: nil).markdown
    }

    @Test func whereTheyAreKnownPatientsAreResampled() throws {
        let images = Synthetic(schedules: ["step", "cosine"])
        var patients = images
        patients.imagesOfPatient = 4
        let (one, other) = (images.findings, patients.findings)
        #expect(one.unit == "images")
        #expect(other.unit == "patients")
        #expect(other.resampling.patients == (234 + 3) / 4 + (390 + 3) / 4)
        #expect(report(patients).contains("95% over patients"))
        #expect(!report(patients).contains("95% over images"))
        #expect(report(patients).contains("157 patients with 624 test images"))
        #expect(GroupsTable().text(other).contains("patients_low,patients_high"))
        #expect(
            other.comparison.duels.allSatisfy { duel in
                duel.tests.contains { $0.name == "a permutation test over 157 patients" }
            })
    }

    /// One image a patient: nothing is resampled otherwise, and nothing is said of patients.
    @Test func onePatientAnImageChangesNothing() {
        var single = Synthetic(schedules: ["step", "cosine"])
        single.imagesOfPatient = 1
        #expect(single.findings.unit == "images")
        #expect(
            single.findings.intervals.mapValues(\.accuracy)
                == Synthetic(schedules: ["step", "cosine"]).findings.intervals.mapValues(\.accuracy)
        )
    }

    @Test func chartAndTableHaveTheSameInterval() throws {
        for size in [nil, 4] {
            var study = Synthetic(schedules: ["step", "cosine"])
            study.imagesOfPatient = size
            let findings = study.findings
            let drawing = try #require(FinalAccuracyChart().draw(findings))
            let chart = try CSVDocument(text: drawing.data.text, file: "chart")
            let table = try CSVDocument(text: GroupsTable().text(findings), file: "groups")
            for group in findings.groups {
                let row = try #require(
                    table.rows.first {
                        try $0.text("group") == group.name && $0.text("split") == "test"
                            && $0.text("metric") == "accuracy"
                    })
                let low = try row.number("\(findings.unit)_low")
                let drawn = chart.rows.compactMap { try? $0.optionalNumber("low") }.compactMap {
                    $0
                }
                #expect(drawn.contains { abs($0 / 100 - low) < 1e-6 }, "\(group.name)")
            }
            #expect(drawing.script.contains("50 bootstrap samples"))
        }
    }

    /// All right: the bootstrap would give an interval of no width.
    @Test func allOrNothingRightIsNotWithoutWidth() throws {
        let method = IntervalMethod.wilson(count: 20)
        #expect(method.name == "Wilson's method")
        let interval = Statistics.wilson(1, count: 20)
        #expect(interval.lowerBound < 0.9 && interval.upperBound == 1)
    }

    @Test func intervalsOverSeedsStayWithinWhatCanBe() throws {
        func range(_ values: [Double], _ within: ClosedRange<Double> = 0...1) -> ClosedRange<
            Double
        >? {
            RepeatInterval(values, within: within).range
        }
        let high = try #require(range([0.9, 1.0, 0.7]))
        #expect(high.upperBound == 1 && high.lowerBound > 0)
        let loss = try #require(range([0.1, 0.9, 0.2], 0...(.infinity)))
        #expect(loss.lowerBound == 0 && loss.upperBound > 1)
        let inner = try #require(range([0.80, 0.81, 0.82]))
        #expect(inner == Statistics.meanInterval([0.80, 0.81, 0.82]))
        #expect(range([0.8, 0.9]) == nil)
        #expect(range([0.62, 0.62, 0.62]) == nil)
        func cell(_ values: [Double]) -> String {
            RepeatInterval(values, within: 0...1).cell(decimals: 0, noun: "seed")
        }
        #expect(cell([0.8, 0.9]) == "two seeds cannot decide")
        #expect(cell([0.62, 0.62, 0.62]) == "3 seeds, all the same")
        #expect(cell([0.62]) == "–")
        for measure in Measures.all {
            #expect(measure.range(classes: 3).contains(measure.range(classes: 2).upperBound))
        }
    }

    @Test func tablesHaveNoImpossibleBounds() throws {
        let study = Synthetic(schedules: ["step", "cosine"], seeds: 3, gap: 0.0)
        let table = try CSVDocument(text: GroupsTable().text(study.findings), file: "groups")
        for row in table.rows {
            let name = try row.text("metric")
            let (low, high) = (
                try row.optionalNumber("seeds_low"), try row.optionalNumber("seeds_high")
            )
            if let low { #expect(low >= (name == "mcc" ? -1 : 0), "\(name)") }
            if let high, !["loss", "log_loss"].contains(name) { #expect(high <= 1, "\(name)") }
        }
    }

    @Test func twoSeedsCannotDecide() {
        let two = Synthetic(schedules: ["step", "cosine"], seeds: 2, gap: 0.2)
        #expect(two.findings.comparison.duels.allSatisfy { !$0.isClear })
        #expect(report(two).contains("Two seeds cannot decide"))
    }
}
