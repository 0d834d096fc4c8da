import Analysis
import Evaluation
import JSON
import Markup
@testable import Reports
import Results
import Studies
import SyntheticResults
import Terminal
import Testing
import Vocabulary

/// The choice of a configuration in the texts of the report.
@Suite struct ChoiceTests {

    func text(_ results: StudyResults) -> String {
        AbstractSection(analysis: StudyAnalysis(results, replicates: 50)).markdown.source
    }

    /// Another configuration has the highest test accuracy.
    @Test func validationChoosesAndTestMeasures() {
        let results = Synthetic.results(
            ["a", "b", "c"], val: { schedule, _ in [0.8, 0.95, 0.7][schedule] },
            test: { schedule, _ in [0.9, 0.8, 0.7][schedule] })
        let choice = StudyChoice(results)
        #expect(choice.winners.map(\.group.label) == ["b"] && choice.undecided == nil)
        let comparison = Comparison(results)
        #expect(comparison.scores.map(\.group.label) == ["b", "a", "c"])
        #expect(comparison.pairwiseComparisons.map(\.verdict) == [.behind, .ahead])
        let text = text(results)
        #expect(text.contains("The network trained as **b** is chosen on validation out of 3"))
        #expect(
            text.contains(
                "a (90.0%), the next on validation, classifies 10.0 points more of them correctly than it"
            ))
        #expect(
            ChoiceWording(results).line.hasPrefix("b chosen on validation: val_accuracy 95.0%"))
    }

    @Test func allThatShareTheFirstPlaceAreNamed() {
        let results = Synthetic.results(["a", "b", "c", "d"]) { schedule, _ in
            schedule == 3 ? 0.6 : 0.9
        }
        #expect(StudyChoice(results).winners.map(\.group.label) == ["a", "b", "c"])
        #expect(
            text(results).contains("**a**, **b** and **c** share the first place on validation"))
    }

    /// Configurations with equal means have their own standard deviations.
    @Test func tiesHaveTheirOwnSpreads() {
        let values = [[0.88, 0.9, 0.92], [0.9, 0.9, 0.9], [0.6, 0.61, 0.62]]
        let results = Synthetic.results(["a", "b", "c"], seeds: 3, val: { values[$0][$1] })
        #expect(StudyChoice(results).winners.map(\.group.label) == ["a", "b"])
        #expect(
            text(results).contains(
                "each with a mean `val_accuracy` of 90.0% (± 2.0 and ± 0 in this order, standard "
                    + "deviations over 3 seeds) on 1,000 images."))
        let described = Synthetic.results(
            ["a", "b"], seeds: 3, images: 16, val: { _, _ in 0.5 }, test: { values[$0][$1] })
        #expect(
            text(described).contains(
                "correctly (± 2.0 and ± 0 in this order, standard deviations over 3 seeds)."))
    }

    /// One standard error of the difference is about 1.3 points here.
    @Test func configurationsWithinOneStandardErrorAreNamed() {
        let results = Synthetic.results(["a", "b", "c"]) { schedule, _ in
            [0.9, 0.895, 0.8][schedule]
        }
        let choice = StudyChoice(results)
        #expect(choice.winners.map(\.group.label) == ["a"])
        #expect(choice.close.map(\.group.label) == ["b"])
        #expect(
            text(results).contains(
                "b lies within one standard error of it, so validation hardly distinguishes the two."
            ))
        let both = Synthetic.results(["a", "b"]) { schedule, _ in [0.9, 0.895][schedule] }
        #expect(StudyChoice(both).undecided == .withinError && StudyChoice(both).winners.isEmpty)
        #expect(text(both).contains("As a description, not as a choice: "))
    }

    @Test func fewValidationImagesChooseNothing() {
        let results = Synthetic.results(["a", "b"], images: 16) { schedule, _ in [1, 0.5][schedule]
        }
        #expect(StudyChoice(results).undecided == .fewImages(16))
        let text = text(results)
        #expect(text.contains("16 validation images are too few to choose a configuration"))
        #expect(text.contains(#""kind": "grouped", "validation": 0.1"#))
        #expect(text.contains("None of 2 trained networks (one seed each) is chosen"))
    }

    @Test func withoutAValidationSplitNothingIsChosen() {
        var results = Synthetic.results(["a", "b"], images: 0) { _, _ in 0 }
        for index in results.trials.indices {
            results.trials[index].record.monitor = "none"
            results.trials[index].record.bestEpoch = 5
            for epoch in results.trials[index].epochs.indices {
                results.trials[index].epochs[epoch].metrics[.val] = nil
            }
        }
        #expect(StudyChoice(results).undecided == .noValidation)
        let report = ReportDocument(results: results, replicates: 50).markdown
        #expect(report.contains("at the last epoch (there is no validation split)"))
        #expect(!report.contains("val_accuracy"))
        #expect(report.contains("last epoch |"))
    }

    /// With one seed, the texts are about trained networks; with two, nothing is significant.
    @Test func fewSeedsDecideNothing() {
        func results(_ seeds: Int) -> StudyResults {
            Synthetic.results(
                ["a", "b"], seeds: seeds, val: { schedule, _ in [0.9, 0.5][schedule] },
                test: { schedule, seed in
                    [0.9, 0.5][schedule] + 0.001 * Double(seed * (schedule + 1))
                })
        }
        let one = text(results(1))
        #expect(one.contains("says nothing about `schedule` in general: other seeds may reverse"))
        #expect(one.contains("the difference between these two trained networks is significant"))
        let two = results(2)
        #expect(Comparison(two).pairwiseComparisons.map(\.verdict) == [.undecidable])
        #expect(
            text(two).contains(
                "**two seeds cannot decide** whether the difference is more than chance"))
        #expect(Comparison(results(3)).pairwiseComparisons.map(\.verdict) == [.ahead])
    }

    @Test func aMissingTestOverTheSeedsIsReported() {
        var uneven = Synthetic.results(
            ["a", "b"], seeds: 3, val: { schedule, _ in [0.9, 0.5][schedule] },
            test: { schedule, seed in [0.9, 0.5][schedule] + 0.01 * Double(seed) })
        uneven.trials.removeLast(2)
        #expect(text(uneven).contains("there is no test for this difference"))
    }

    /// The mean change of the accuracy between epochs is reported if it is as large as the
    /// difference between the configurations.
    @Test func theChangeBetweenEpochsIsReported() {
        func results(_ swing: Double) -> StudyResults {
            var results = Synthetic.results(["a", "b"]) { schedule, _ in [0.9, 0.5][schedule] }
            for index in results.trials.indices {
                for epoch in results.trials[index].epochs.indices {
                    results.trials[index].epochs[epoch].metrics[.test]?.accuracy =
                        0.8 - 0.1 * Double(index) + swing * Double(epoch % 2)
                }
            }
            return results
        }
        #expect(text(results(0.12)).contains("changes by 12.0 points on average, which is no less"))
        #expect(!text(results(0.05)).contains("From one epoch to the next"))
    }

    @Test func aNarrativeHasNoBestIfNothingIsChosen() throws {
        let results = Synthetic.results(["a", "b"], images: 16) { schedule, _ in [1, 0.5][schedule]
        }
        let document = ReportDocument(results: results, replicates: 50)
        let error = #expect(throws: NarrativeError.self) {
            try document.markdown(narrative: "{{best.label}}", file: "n.md")
        }
        #expect("\(error!)".contains("16 validation images are too few"))
        #expect(try document.markdown(narrative: "{{highest.label}}", file: "n.md").contains("a"))
    }
}
