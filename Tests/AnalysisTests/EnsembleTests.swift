import Analysis
import Evaluation
import Results
import SyntheticResults
import Testing
import TestSupport
import Vocabulary

/// The ensembles of a study's configurations, and their gains over their members.
struct EnsembleTests {
    private static func table(
        _ labels: [Int], _ positive: [Double], groups: [String?]? = nil
    ) -> PredictionTable {
        PredictionTable(
            classes: ["NORMAL", "PNEUMONIA"],
            files: labels.indices.map { "\(1000 + $0).png" },
            groups: groups ?? labels.map { _ in nil },
            predictions: Predictions(
                labels: labels, probabilities: positive.flatMap { [1 - $0, $0] }, classes: 2))
    }

    /// A study whose trials have the given test predictions, three for each configuration.
    private static func study(_ tables: [PredictionTable?]) -> StudyResults {
        let schedules = Array(Synthetic.twelve.prefix(tables.count / 3))
        var results = Synthetic(schedules: schedules, seeds: 3).results
        for index in results.trials.indices {
            results.trials[index].replace(tables[index], .test)
        }
        return results
    }

    /// Metrics by scikit-learn, intervals by NumPy from the same random streams, tests by SciPy.
    @Test func gainsAreThoseOfScikitLearn() throws {
        let golden = try Golden("folds/ensemble")
        let labels = try golden.integers("labels")
        let groups = try golden.integers("patients").map { "p\($0)" as String? }
        let probabilities = try golden.doubles("probabilities")
        let tables = (0..<3).map { member in
            Self.table(
                labels, Array(probabilities[member * labels.count..<(member + 1) * labels.count]),
                groups: groups)
        }
        let replicates = try golden.integer("replicates")
        let analysis = StudyAnalysis(Self.study(tables), replicates: replicates)
        let comparison = try #require(analysis.ensembles.first)
        #expect(analysis.ensembles.count == 1 && analysis.unit == "patients")
        #expect(comparison.ensemble.members.count == 3 && comparison.ensemble.missing.isEmpty)
        let area = try #require(comparison.area)
        let own = try golden.doubles("own")
        let intervals = try golden.doubles("ensemble_intervals")
        let gains = try golden.doubles("gain_intervals")
        let probability = try golden.doubles("p")
        for (index, gain) in [comparison.accuracy, area].enumerated() {
            #expect(abs(gain.ensemble - own[index]) < 1e-12)
            #expect(abs(gain.members - own[2 + index]) < 1e-12)
            let interval = try #require(gain.interval)
            let ofGain = try #require(gain.gainInterval)
            let found = [
                interval.lowerBound, interval.upperBound, ofGain.lowerBound, ofGain.upperBound,
            ]
            let expected = intervals[2 * index...2 * index + 1] + gains[2 * index...2 * index + 1]
            for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-9) }
            #expect(abs(try #require(gain.probability) - probability[index]) < 1e-9)
            // One configuration needs no correction.
            #expect(gain.corrected == gain.probability)
        }
    }

    @Test func pValuesAreCorrectedForTheConfigurations() throws {
        let analysis = StudyAnalysis(
            Synthetic(schedules: ["step", "cosine", "exponential"], seeds: 3).results,
            replicates: 200)
        #expect(analysis.ensembles.count == 3)
        let accuracies = analysis.ensembles.map(\.accuracy)
        #expect(
            accuracies.compactMap(\.corrected)
                == Statistics.holm(accuracies.compactMap(\.probability)))
        let areas = analysis.ensembles.compactMap(\.area)
        #expect(areas.compactMap(\.corrected) == Statistics.holm(areas.compactMap(\.probability)))
        #expect(areas.count == 3)
        // The order is that of the report.
        #expect(
            analysis.ensembles.map(\.ensemble.group)
                == analysis.comparison.scores.map(\.group.name))
        // The mean of the members is the accuracy of the report.
        for comparison in analysis.ensembles {
            let score = analysis.comparison.scores.first {
                $0.group.name == comparison.ensemble.group
            }
            #expect(abs(comparison.accuracy.members - (score?.mean ?? 0)) < 1e-12)
        }
    }

    /// An ensemble does not change the other intervals.
    @Test func otherIntervalsStay() throws {
        let results = Synthetic(schedules: ["step", "cosine"], seeds: 2).results
        let intervals = StudyAnalysis(results, replicates: 100).intervals
        let predictions = try results.trials.filter { $0.entry.group == "vgg16-cosine" }.map {
            try #require($0.predictions[.test]).weighted(positive: "PNEUMONIA")
        }
        let files = results.trials[0].predictions[.test]?.files ?? []
        let sorted = files.sorted()
        let order = files.compactMap { sorted.firstIndex(of: $0) }
        let expected = Bootstrap(images: files.count, replicates: 100).intervals { weights in
            let drawn = predictions.map { $0.weighted(by: order.map { weights[$0] }) }
            return [Accuracy(), AreaUnderROC()].map { (metric: any Metric) in
                Statistics.mean(drawn.compactMap { metric.value($0) })
            }
        }
        #expect(intervals["vgg16-cosine"]?.accuracy == expected[0])
        #expect(intervals["vgg16-cosine"]?.area == expected[1])
    }

    @Test func oneTrialEachHasNoEnsembles() {
        let analysis = Synthetic().analysis
        #expect(analysis.ensembles.isEmpty && analysis.ensembleOmissions.isEmpty)
    }

    @Test func trialsWithoutPredictionsAreNoMembers() throws {
        let results = Synthetic(schedules: ["step", "cosine"], seeds: 3).results
        var some = results
        some.trials[0].predictions[.test] = nil
        let analysis = StudyAnalysis(some, replicates: 50)
        let step = try #require(
            analysis.ensembles.first { $0.ensemble.group == "vgg16-step" })
        #expect(step.ensemble.members == ["vgg16-step-s2", "vgg16-step-s3"])
        #expect(step.ensemble.missing == ["vgg16-step-s1"])
        #expect(step.accuracy.gainInterval != nil || step.accuracy.value == 0)
        // As before, the configuration has no bootstrap interval of its own.
        #expect(analysis.intervals["vgg16-step"]?.area == nil)
        some.trials[1].predictions[.test] = nil
        let few = StudyAnalysis(some, replicates: 50)
        #expect(few.ensembles.map(\.ensemble.group) == ["vgg16-cosine"])
        #expect(few.ensembleOmissions.map(\.label) == ["step"])
        #expect(few.ensembleOmissions.map(\.reason) == [.fewMembers(1, of: 3)])
        for index in some.trials.indices { some.trials[index].predictions = [:] }
        let none = StudyAnalysis(some, replicates: 50)
        #expect(none.ensembles.isEmpty && none.ensembleOmissions.isEmpty)
    }

    @Test func predictionsOfOtherImagesHaveNoMean() {
        let table = Self.table([0, 1, 0, 1], [0.1, 0.8, 0.6, 0.7])
        let other = Self.table([0, 1, 1, 1], [0.1, 0.8, 0.6, 0.7])
        let analysis = StudyAnalysis(Self.study([table, table, other]), replicates: 50)
        #expect(analysis.ensembles.isEmpty)
        #expect(analysis.ensembleOmissions.map(\.reason) == [.otherImages])
    }

    /// Few images are not significant, whatever they show.
    @Test func tinySets() throws {
        let members = [[0.6, 0.4], [0.4, 0.6], [0.1, 0.9]].map { Self.table([0, 1], $0) }
        let tiny = try #require(
            StudyAnalysis(Self.study(members), replicates: 200).ensembles.first)
        // One member is incorrect on both images.
        #expect(tiny.accuracy.ensemble == 1)
        #expect(abs(tiny.accuracy.value - 1.0 / 3) < 1e-12)
        #expect(tiny.accuracy.probability == 0.5)
        #expect(tiny.accuracy.gainInterval == nil, "all samples are equal")
        #expect(tiny.area?.probability == nil)
        let one = [0.6, 0.4, 0.1].map { Self.table([1], [$0]) }
        let single = try #require(
            StudyAnalysis(Self.study(one), replicates: 200).ensembles.first)
        #expect(single.area == nil && single.accuracy.probability == 1)
        let same = Self.table([0, 1, 0, 1], [0.1, 0.8, 0.6, 0.7])
        let equal = try #require(
            StudyAnalysis(Self.study([same, same, same]), replicates: 200).ensembles.first)
        #expect(equal.accuracy.value == 0 && equal.accuracy.probability == 1)
        #expect(abs(equal.area?.value ?? 1) < 1e-12)
    }

    /// Folds share the images of a test split, but not those of validation.
    @Test func foldsAreMembersOnTheTestSplit() {
        var study = Synthetic(
            schedules: ["step"], folds: 3,
            counts: [.train: [40, 60], .val: [20, 30], .test: [40, 60]])
        #expect(study.analysis.ensembles.map(\.ensemble.members.count) == [3])
        study.counts[.test] = nil
        #expect(study.analysis.comparison.split == .val)
        #expect(study.analysis.ensembles.isEmpty && study.analysis.ensembleOmissions.isEmpty)
    }
}

extension TrialResult {
    /// Replaces the predictions on a split, with their accuracy in every epoch.
    mutating func replace(_ table: PredictionTable?, _ split: Split) {
        predictions[split] = table
        guard let table else { return }
        for index in epochs.indices {
            epochs[index].metrics[split]?.accuracy =
                Double(table.predictions.correct) / Double(table.files.count)
        }
    }
}
