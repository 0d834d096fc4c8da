import Evaluation
import Markup
import Plotting
import Results
import SyntheticResults
import Testing
import TestSupport
import Vocabulary

@testable import Reports

/// The sentences of reporting guides on subgroups, ensembles and abstention.
@Suite struct ChecklistEvaluationTests {
    private let study = Synthetic(schedules: ["step", "cosine"], seeds: 2)

    /// The answer to an item of a study with evaluations, which is read from a folder, as a user's
    /// is.
    private func answer(
        _ checklist: Checklist, _ number: String, _ study: Synthetic,
        _ records: [EvaluationRecord] = []
    ) throws -> ChecklistAnswer {
        let results = try withTemporaryFolder { path in
            let folder = ResultsFolder("\(path)/results")
            try study.write(to: folder)
            var results = try StudyResults(folder)
            results.attributes = study.results.attributes
            return results
        }
        let table = try #require(results.trials.first?.predictions[.test])
        let evaluations = records.map { record -> EvaluationsSection.Item in
            .evaluated(name: record.name, record, table, charts: [], isOutdated: false)
        }
        let whole = ReportDocument(results: results, charts: [], replicates: 20)
        let answers = ChecklistAnswers(
            ReportDocument(gallery: whole.gallery, explanation: nil, evaluations: evaluations))
        return try #require(checklist.items.first { $0.number == number }).answer(answers)
    }

    private func record(_ name: String, members: [String] = ["vgg16-step-s1"]) -> EvaluationRecord {
        EvaluationRecord(
            name: name, model: members.map { .init(id: $0, key: "k", weights: "w") },
            classes: ["NORMAL", "PNEUMONIA"], positiveClass: "PNEUMONIA", precision: .fp32,
            images: .init(
                path: "Data/b", split: nil, counts: [80, 120], patients: nil, fingerprint: "f",
                skipped: [], unread: []), overlaps: [], threshold: nil, replicates: 20,
            unit: "images", metrics: [:], decided: [:], confusion: [[70, 10], [20, 100]],
            prevalence: 0.6, meanProbability: 0.7, shift: nil, program: "p", files: [:])
    }

    // MARK: - Ensembles

    @Test func ensemblesOfTheStudyAndOfEvaluations() throws {
        let own = try answer(.claim, "27", study)
        #expect(own.state == .answered)
        let text = own.markdown.source
        #expect(
            text.contains("An ensemble is the mean of the probabilities of the seeds"), "\(text)")
        #expect(text.contains("(2 trials), its test accuracy is "), "\(text)")
        #expect(!text.contains("This folder has no ensemble"))
        let single = Synthetic(schedules: ["step", "cosine"])
        let none = try answer(.claim, "27", single, [record("single")])
        #expect(
            none.markdown.source
                == "This folder has no ensemble: every result is of single trials.")
        let evaluated = try answer(
            .claim, "27", single,
            [record("single"), record("both", members: ["vgg16-step-s1", "vgg16-cosine-s1"])])
        #expect(
            evaluated.markdown.source
                == "Evaluation `both`: the mean of the probabilities of `vgg16-step-s1` and `vgg16-cosine-s1`."
        )
    }

    // MARK: - Abstention

    @Test func abstentionIsAnIndeterminateResult() throws {
        let usual = try answer(.stardAI, "19", study, [record("b")])
        #expect(
            usual.found.map(\.source)
                == ["The index test gives a class for every image that can be read."])
        var record = record("b")
        record.abstention = .init(
            rule: .init(fraction: 0.2, certainty: 0.153, images: 100), counts: [60, 110],
            metrics: [:])
        let abstaining = try answer(.stardAI, "19", study, [record, self.record("c")])
        #expect(
            abstaining.found.map(\.source) == [
                "Without abstention, the index test gives a class for every image that can be read.",
                "Evaluation `b` abstains if a prediction is uncertain: 170 of 200 images are classified.",
            ])
        // The reference standard is for the authors to describe.
        #expect(abstaining.state == .partly)
    }

    // MARK: - Subgroups

    private func subgroups(_ pValue: Double?, isSmall: Bool = false) -> Subgroups {
        let figure = Subgroups.Figure(
            own: .init(value: 0.8, interval: 0.7...0.9), rest: 0.9,
            gap: .init(value: -0.1, interval: -0.2...0), pValue: pValue, correctedP: pValue)
        return Subgroups(
            overall: ["sensitivity": .init(value: 0.85, interval: 0.8...0.9)],
            attributes: [.init(attribute: "sex", images: 0)],
            subgroups: ["F", "M"].map { value in
                .init(
                    terms: [.init(attribute: "sex", value: value)], counts: [40, 60],
                    patients: nil, onlyClass: nil,
                    figures: isSmall && value == "M" ? [:] : ["sensitivity": figure])
            }, intersections: [], smallIntersections: 0, tests: pValue == nil ? 0 : 3)
    }

    @Test(arguments: [
        (
            0.4, false,
            "Evaluation `b`: 2 subgroups by sex, 0 of them too small for any metric; no subgroup differs significantly from the rest (3 tests, Holm's method)."
        ),
        (
            0.01, true,
            "Evaluation `b`: 2 subgroups by sex, 1 of them too small for any metric; significantly different from the rest: sex: F (3 tests, Holm's method)."
        ),
        (
            nil, true,
            "Evaluation `b`: 2 subgroups by sex, 1 of them too small for any metric; no difference could be tested."
        ),
    ])
    func subgroupsOfAnEvaluation(_ pValue: Double?, _ isSmall: Bool, _ expected: String) throws {
        var record = record("b")
        record.subgroups = subgroups(pValue, isSmall: isSmall)
        for (checklist, number) in [(Checklist.claim, "37"), (.tripodAI, "23a")] {
            let answer = try answer(checklist, number, study, [record])
            #expect(answer.found.contains { $0.source == expected }, "\(answer.markdown.source)")
            #expect(answer.open.contains { $0.source.contains("further groups of patients") })
        }
    }

    @Test func subgroupsOfTheStudy() throws {
        let without = try answer(.claim, "37", study)
        #expect(without.open.contains { $0.source.contains("this folder has none") })
        var study = study
        study.hasAttributes = true
        let text = try answer(.claim, "37", study).markdown.source
        #expect(text.contains("The test images: 2 subgroups by sex, "), "\(text)")
        #expect(!text.contains("this folder has none"))
    }

    // MARK: - Calibration

    @Test func theCalibrationSlopeOfAnEvaluation() throws {
        var record = record("b")
        record.recalibration = .fitted(
            slope: .init(value: 0.83, interval: 0.6...1.1),
            intercept: .init(value: 0.1, interval: nil),
            inTheLarge: .init(value: -0.25, interval: nil))
        let text = try answer(.claim, "37", study, [record]).markdown.source
        #expect(
            text.contains(
                "Evaluation `b`: calibration slope 0.83 (0.60 to 1.10), calibration in the large -0.25."
            ), "\(text)")
        record.recalibration = .undefined(.separation)
        let without = try answer(.claim, "37", study, [record]).markdown.source
        #expect(!without.contains("calibration slope"))
    }
}
