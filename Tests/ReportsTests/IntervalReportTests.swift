import Analysis
import Evaluation
import Files
@testable import Plotting
@testable import Reports
import Results
import SyntheticResults
import Testing

/// Equal values have equal intervals in all parts of a report, over patients if they are known, and
/// within the possible values.
@Suite struct IntervalReportTests {
    private func report(_ study: Synthetic) -> String {
        ReportDocument(analysis: study.analysis, charts: [], explanation: nil).markdown
    }

    @Test func knownPatientsAreResampled() throws {
        let images = Synthetic(schedules: ["step", "cosine"])
        var patients = images
        patients.imagesOfPatient = 4
        let (one, other) = (images.analysis, patients.analysis)
        #expect(one.unit == "images")
        #expect(other.unit == "patients")
        #expect(other.resampling.patients == (234 + 3) / 4 + (390 + 3) / 4)
        #expect(report(patients).contains("95% over patients"))
        #expect(!report(patients).contains("95% over images"))
        #expect(report(patients).contains("157 patients with 624 test images"))
        #expect(GroupsTable().text(other).contains("patients_low,patients_high"))
        #expect(
            other.comparison.pairwiseComparisons.allSatisfy { pair in
                pair.tests.contains { $0.name == "a permutation test over 157 patients" }
            })
    }

    @Test func chartAndTableHaveTheSameInterval() throws {
        for size in [nil, 4] {
            var study = Synthetic(schedules: ["step", "cosine"])
            study.imagesOfPatient = size
            let analysis = study.analysis
            let drawing = try #require(FinalAccuracyChart().draw(analysis))
            let chart = try CSVDocument(text: drawing.data.text, file: "chart")
            let table = try CSVDocument(text: GroupsTable().text(analysis), file: "groups")
            for group in analysis.groups {
                let row = try #require(
                    table.rows.first {
                        try $0.text("group") == group.name && $0.text("split") == "test"
                            && $0.text("metric") == "accuracy"
                    })
                let low = try row.number("\(analysis.unit)_low")
                let drawn = chart.rows.compactMap { try? $0.optionalNumber("low") }.compactMap {
                    $0
                }
                #expect(drawn.contains { abs($0 / 100 - low) < 1e-6 }, "\(group.name)")
            }
            #expect(drawing.script.contains("50 bootstrap samples"))
        }
    }

    @Test func tablesHaveNoImpossibleBounds() throws {
        let study = Synthetic(schedules: ["step", "cosine"], seeds: 3, gap: 0.0)
        let table = try CSVDocument(text: GroupsTable().text(study.analysis), file: "groups")
        var bounds = 0
        for row in table.rows {
            let name = try row.text("metric")
            guard let low = try row.optionalNumber("seeds_low") else { continue }
            let high = try #require(try row.optionalNumber("seeds_high"))
            #expect(low >= (name == "mcc" ? -1 : 0), "\(name)")
            if !["loss", "log_loss"].contains(name) { #expect(high <= 1, "\(name)") }
            bounds += 1
        }
        #expect(bounds > 10)
    }

    @Test func twoSeedsCannotDecide() {
        let two = Synthetic(schedules: ["step", "cosine"], seeds: 2, gap: 0.2)
        #expect(two.analysis.comparison.pairwiseComparisons.allSatisfy { !$0.isClear })
        #expect(report(two).contains("Two seeds cannot decide"))
    }
}
