import Analysis
import Evaluation
import JSON
import Markup
@testable import Reports
import Results
import Studies
import Terminal
import Testing
import Vocabulary

/// Which configuration is chosen, and what texts say of it.
@Suite struct ChoiceTests {
    /// Sets every trial's accuracies at all epochs.
    func study(
        _ schedules: [String], seeds: Int = 1, images: Int = 1000,
        val: (_ schedule: Int, _ seed: Int) -> Double,
        test: (_ schedule: Int, _ seed: Int) -> Double = { _, _ in 0.8 }
    ) -> StudyResults {
        var synthetic = Synthetic(schedules: schedules, seeds: seeds)
        synthetic.counts[.val] = images == 0 ? nil : [images / 2, images - images / 2]
        var results = synthetic.results
        for index in results.trials.indices {
            let (schedule, seed) = (index / seeds, index % seeds)
            results.trials[index].predictions = [:]
            for epoch in results.trials[index].epochs.indices {
                results.trials[index].epochs[epoch].metrics[.val]?.accuracy = val(schedule, seed)
                results.trials[index].epochs[epoch].metrics[.test]?.accuracy = test(schedule, seed)
            }
        }
        return results
    }

    func text(_ results: StudyResults) -> String {
        AbstractSection(findings: Findings(results, replicates: 50)).markdown.source
    }

    /// The highest test accuracy is another's.
    @Test func validationChoosesAndTestMeasures() {
        let results = study(
            ["a", "b", "c"], val: { schedule, _ in [0.8, 0.95, 0.7][schedule] },
            test: { schedule, _ in [0.9, 0.8, 0.7][schedule] })
        let choice = StudyChoice(results)
        #expect(choice.winners.map(\.group.label) == ["b"] && choice.undecided == nil)
        let comparison = Comparison(results)
        #expect(comparison.scores.map(\.group.label) == ["b", "a", "c"])
        #expect(comparison.duels.map(\.verdict) == [.behind, .ahead])
        let text = text(results)
        #expect(text.contains("The network trained as **b** is chosen on validation out of 3"))
        #expect(text.contains("a (90.0%) gets 10.0 points more of them right than it"))
        #expect(
            ChoiceWording(results).line.hasPrefix("b chosen on validation: val_accuracy 95.0%"))
    }

    /// A configuration is its mean, never its luckiest seed.
    @Test func theMeanOverSeedsIsChosen() {
        let results = study(["a", "b"], seeds: 4, images: 4000) { schedule, seed in
            schedule == 0 ? (seed == 0 ? 0.99 : 0.8) : 0.93
        }
        #expect(StudyChoice(results).winners.map(\.group.label) == ["b"])
        #expect(StudyChoice(results).close.isEmpty)
    }

    @Test func allThatShareTheFirstPlaceAreNamed() {
        let results = study(["a", "b", "c", "d"]) { schedule, _ in schedule == 3 ? 0.6 : 0.9 }
        #expect(StudyChoice(results).winners.map(\.group.label) == ["a", "b", "c"])
        #expect(
            text(results).contains("**a**, **b** and **c** share the first place on validation"))
    }

    /// One mean, and the spread of each.
    @Test func tiesHaveTheirOwnSpreads() {
        let values = [[0.88, 0.9, 0.92], [0.9, 0.9, 0.9], [0.6, 0.61, 0.62]]
        let results = study(["a", "b", "c"], seeds: 3, val: { values[$0][$1] })
        #expect(StudyChoice(results).winners.map(\.group.label) == ["a", "b"])
        #expect(
            text(results).contains(
                "each with a mean `val_accuracy` of 90.0% (± 2.0 and ± 0 in this order, standard "
                    + "deviations over 3 seeds) on 1,000 images."))
        let described = study(
            ["a", "b"], seeds: 3, images: 16, val: { _, _ in 0.5 }, test: { values[$0][$1] })
        #expect(
            text(described).contains(
                "(± 2.0 and ± 0 in this order, standard deviations over 3 seeds) at the epoch"))
    }

    /// One standard error of the difference: here about 1.3 points.
    @Test func whatValidationCannotTellApartIsSaid() {
        let results = study(["a", "b", "c"]) { schedule, _ in [0.9, 0.895, 0.8][schedule] }
        let choice = StudyChoice(results)
        #expect(choice.winners.map(\.group.label) == ["a"])
        #expect(choice.close.map(\.group.label) == ["b"])
        #expect(
            text(results).contains(
                "Validation hardly tells it from b, which lies within one standard error."))
        let both = study(["a", "b"]) { schedule, _ in [0.9, 0.895][schedule] }
        #expect(StudyChoice(both).undecided == .withinError && StudyChoice(both).winners.isEmpty)
        #expect(text(both).contains("As a description, not as a choice: "))
    }

    @Test func fewValidationImagesChooseNothing() {
        let results = study(["a", "b"], images: 16) { schedule, _ in [1, 0.5][schedule] }
        #expect(StudyChoice(results).undecided == .fewImages(16))
        let text = text(results)
        #expect(text.contains("16 validation images are too few to tell configurations apart"))
        #expect(text.contains(#""kind": "grouped", "validation": 0.1"#))
        #expect(text.contains("None of 2 trained networks (one seed each) is chosen"))
    }

    @Test func withoutAValidationSplitNothingIsChosen() {
        var results = study(["a", "b"], images: 0) { _, _ in 0 }
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

    @Test func lossesOfDifferentFormulasAreNotCompared() {
        var results = study(["a", "b"]) { schedule, _ in [0.9, 0.5][schedule] }
        for index in results.trials.indices {
            results.trials[index].record.monitor = "val_loss"
            var training = results.trials[index].record.settings["training"]
            training?["loss"] = ["kind": index == 0 ? "focal" : "crossEntropy"]
            results.trials[index].record.settings["training"] = training
        }
        #expect(StudyChoice(results).undecided == .severalLosses)
        results.trials[0].record.monitor = "val_accuracy"
        #expect(
            StudyChoice(results).undecided == .severalMetrics(["val_accuracy", "val_loss"]))
    }

    /// With one seed a text is about trained networks; with two it does not decide.
    @Test func fewSeedsDecideNothing() {
        func results(_ seeds: Int) -> StudyResults {
            study(
                ["a", "b"], seeds: seeds, val: { schedule, _ in [0.9, 0.5][schedule] },
                test: { schedule, seed in
                    [0.9, 0.5][schedule] + 0.001 * Double(seed * (schedule + 1))
                })
        }
        let one = text(results(1))
        #expect(one.contains("With one seed each this says nothing about `schedule`"))
        #expect(one.contains("a difference between two trained networks"))
        let two = results(2)
        #expect(Comparison(two).duels.map(\.verdict) == [.undecidable])
        #expect(text(two).contains("**two seeds cannot decide** whether that is more than chance"))
        #expect(Comparison(results(3)).duels.map(\.verdict) == [.ahead])
    }

    /// Several seeds are judged with their spread, or not at all.
    @Test func withoutATestOverTheSeedsThereIsNoVerdict() {
        func duel(_ results: StudyResults) -> Duel? { Comparison(results).duels.first }
        let same = study(["a", "b"], seeds: 3) { schedule, _ in [0.9, 0.5][schedule] }
        let untested = study(
            ["a", "b"], seeds: 3, val: { schedule, _ in [0.9, 0.5][schedule] },
            test: { schedule, _ in [0.9, 0.5][schedule] })
        #expect(duel(same)?.verdict == .alike && duel(untested)?.verdict == .untested)
        var uneven = study(
            ["a", "b"], seeds: 3, val: { schedule, _ in [0.9, 0.5][schedule] },
            test: { schedule, seed in [0.9, 0.5][schedule] + 0.01 * Double(seed) })
        uneven.trials.removeLast(2)
        #expect(duel(uneven)?.verdict == .untested && duel(uneven)?.tests.isEmpty == true)
        #expect(duel(uneven)?.probability == nil && duel(uneven)?.word("seeds") == "not tested")
        #expect(text(uneven).contains("there is no test of such a difference"))
    }

    /// What the accuracy changes by between epochs is said where it is as large as the difference.
    @Test func theSwingBetweenEpochsIsSaid() {
        func results(_ swing: Double) -> StudyResults {
            var results = study(["a", "b"]) { schedule, _ in [0.9, 0.5][schedule] }
            for index in results.trials.indices {
                for epoch in results.trials[index].epochs.indices {
                    results.trials[index].epochs[epoch].metrics[.test]?.accuracy =
                        0.8 - 0.1 * Double(index) + swing * Double(epoch % 2)
                }
            }
            return results
        }
        #expect(text(results(0.12)).contains("changes by 12.0 points on average, no less than"))
        #expect(!text(results(0.05)).contains("From one epoch to the next"))
    }

    @Test func figuresOfOneSentenceAgree() {
        #expect(Numbers.difference(0.8414, 0.8366, decimals: 1) == "0.4 points")
        #expect(Numbers.difference(0.8406, 0.8364, decimals: 1) == "0.5 points")
        #expect(Numbers.difference(0.8404, 0.84, decimals: 1) == "less than 0.1 points")
        #expect(Numbers.difference(0.5, 0.5, decimals: 0) == "0 points")
        #expect(Numbers.range(0.6181...0.6219, decimals: 0) == "61.8% to 62.2%")
        #expect(Numbers.range(0.62...0.62, decimals: 0) == "–")
    }

    @Test func aNarrativeHasNoBestWhereNothingIsChosen() throws {
        let results = study(["a", "b"], images: 16) { schedule, _ in [1, 0.5][schedule] }
        let document = ReportDocument(results: results, replicates: 50)
        let error = #expect(throws: NarrativeError.self) {
            try document.markdown(narrative: "{{best.label}}", file: "n.md")
        }
        #expect("\(error!)".contains("16 validation images are too few"))
        #expect(try document.markdown(narrative: "{{highest.label}}", file: "n.md").contains("a"))
    }
}
