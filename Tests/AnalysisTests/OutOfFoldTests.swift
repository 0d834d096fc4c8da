import Analysis
import Evaluation
import JSON
import Results
import Studies
import SyntheticResults
import Testing
import TestSupport
import Vocabulary

/// The out-of-fold predictions of a cross-validation, evaluated as one set.
struct OutOfFoldTests {
    private static let study = Synthetic(
        schedules: ["step", "cosine"], folds: 3,
        counts: [.train: [40, 60], .val: [20, 30], .test: [40, 60]])

    private static func analysis(_ results: StudyResults) throws -> OutOfFoldAnalysis {
        try #require(StudyAnalysis(results, replicates: 50).outOfFold)
    }

    /// The reasons why something is left out of a changed study.
    private static func reasons(
        _ study: Synthetic = study, _ change: (inout StudyResults) -> Void
    ) throws -> [OutOfFoldPredictions.Omission.Reason] {
        var results = study.results
        change(&results)
        return try analysis(results).omissions.map(\.reason)
    }

    /// Metrics by scikit-learn, intervals by NumPy from the same random streams.
    @Test func metricsAreThoseOfScikitLearn() throws {
        let golden = try Golden("folds/out-of-fold")
        let labels = try golden.integers("labels")
        let folds = try golden.integers("folds")
        let patients = try golden.integers("patients")
        let probabilities = try golden.doubles("probabilities")
        var results = Synthetic(
            schedules: ["step"], seeds: 2, folds: 5, counts: [.train: [48, 48], .val: [12, 12]]
        ).results
        for index in results.trials.indices {
            let (seed, fold) = (index / 5, index % 5)
            let images = labels.indices.filter { folds[$0] == fold }
            results.trials[index].replace(
                PredictionTable(
                    classes: ["NORMAL", "PNEUMONIA"], files: images.map { "\(1000 + $0).png" },
                    groups: images.map { "p\(patients[$0])" },
                    predictions: Predictions(
                        labels: images.map { labels[$0] },
                        probabilities: images.flatMap { image -> [Double] in
                            let positive = probabilities[seed * labels.count + image]
                            return [1 - positive, positive]
                        }, classes: 2)), .val)
        }
        let replicates = try golden.integer("replicates")
        let outOfFold = try #require(StudyAnalysis(results, replicates: replicates).outOfFold)
        #expect(outOfFold.omissions.isEmpty && outOfFold.replicates == replicates)
        let configuration = try #require(outOfFold.configurations.first)
        #expect(outOfFold.configurations.count == 1 && configuration.unit == "patients")
        #expect((configuration.folds, configuration.images, configuration.patients) == (5, 120, 60))
        let pooled = try golden.doubles("pooled")
        let first = try golden.doubles("first_intervals")
        let mean = try golden.doubles("mean")
        let intervals = try golden.doubles("mean_intervals")
        let (ofFolds, stds) = (try golden.doubles("folds_mean"), try golden.doubles("folds_std"))
        func isNear(_ interval: ClosedRange<Double>?, _ ends: ArraySlice<Double>) throws -> Bool {
            let interval = try #require(interval)
            return zip([interval.lowerBound, interval.upperBound], ends).allSatisfy {
                abs($0 - $1) < 1e-9
            }
        }
        for (index, metric) in EvaluationMetrics.all.enumerated() {
            let ends = 2 * index...2 * index + 1
            for seed in 0..<2 {
                let value = configuration.evaluations[seed].metrics[metric.name]?.value
                let expected = pooled[seed * EvaluationMetrics.all.count + index]
                #expect(abs(try #require(value) - expected) < 1e-9, "\(metric.name)")
            }
            let own = configuration.evaluations[0].metrics[metric.name]
            #expect(try isNear(own?.interval, first[ends]), "\(metric.name)")
            let figure = try #require(configuration.metrics[metric.name])
            #expect(abs(figure.value - mean[index]) < 1e-9, "\(metric.name)")
            #expect(try isNear(figure.interval, intervals[ends]), "\(metric.name)")
            let values = try #require(configuration.ofFolds[metric.name])
            #expect(values.count == 10)
            #expect(abs(try #require(Statistics.mean(values)) - ofFolds[index]) < 1e-9)
            #expect(abs(try #require(Statistics.std(values)) - stds[index]) < 1e-9)
        }
        #expect(
            configuration.evaluations[0].confusion.flatMap { $0 }
                == (try golden.integers("confusion")))
        #expect(
            try isNear(
                configuration.evaluations[0].area?.interval, golden.doubles("delong")[...]))
        #expect(configuration.confusion.joined().reduce(0, +) == 120)
    }

    /// Every image of the folds is in the set once, with the prediction of its own fold.
    @Test func everyImageIsPredictedByItsOwnFold() throws {
        let results = Self.study.results
        let analysis = try Self.analysis(results)
        #expect(analysis.omissions.isEmpty)
        #expect(
            analysis.configurations.map(\.group)
                == StudyAnalysis(results, replicates: 50).comparison.scores.map(\.group.name))
        for configuration in analysis.configurations {
            let set = try #require(configuration.sets.first)
            #expect(configuration.sets.count == 1 && set.table.files.count == 150)
            #expect(Set(set.table.files).count == 150)
            for (image, file) in set.table.files.enumerated() {
                let trial = try #require(
                    results.trials.first {
                        $0.entry.group == configuration.group
                            && $0.entry.coordinates["dataset.split.fold"] == set.folds[image]
                    })
                let table = try #require(trial.predictions[.val])
                let index = try #require(table.files.firstIndex(of: file))
                #expect(
                    table.predictions.probabilities(of: index)
                        == set.table.predictions.probabilities(of: image))
            }
        }
    }

    @Test func otherStudiesHaveNone() {
        #expect(Synthetic(seeds: 3).analysis.outOfFold == nil)
        // One fold alone is a validation split.
        var results = Self.study.results
        results.lock.axes.removeLast()
        #expect(StudyAnalysis(results, replicates: 50).outOfFold == nil)
    }

    @Test func missingFoldsAreNamed() throws {
        var study = Self.study
        study.failed = ["vgg16-step-s1-fold1"]
        #expect(try Self.reasons(study) { _ in } == [.missingFolds(["1"], of: 3)])
        #expect(
            try Self.reasons { $0.trials[5].predictions[.val] = nil }
                == [.missingFolds(["2"], of: 3)])
        // Predictions that are not those of the best epoch.
        #expect(
            try Self.reasons { results in
                for epoch in results.trials[0].epochs.indices {
                    results.trials[0].epochs[epoch].metrics[.val]?.accuracy = 0.01
                }
            } == [.missingFolds(["0"], of: 3)])
        // The study has fewer folds than the partition.
        #expect(
            try Self.reasons { results in
                for index in results.trials.indices {
                    results.trials[index].set("split", ["kind": "folds", "k": 5, "fold": 0])
                }
            } == [.missingFolds(["3", "4"], of: 5), .missingFolds(["3", "4"], of: 5)])
        // The other configuration keeps its set.
        #expect(try Self.analysis(study.results).configurations.map(\.label) == ["cosine"])
    }

    @Test func imagesAreInOneFold() throws {
        let reasons = try Self.reasons { results in
            results.trials[1].replace(results.trials[0].predictions[.val], .val)
        }
        #expect(reasons == [.repeatedImages(50, example: "train/NORMAL/0.jpeg")])
        let fewer = try Self.reasons { results in
            results.trials[1].replace(results.trials[1].predictions[.val]?.dropLast(1), .val)
        }
        #expect(fewer == [.otherCount(149, expected: 150)])
        // The counts of the lock are those of another data set.
        let other = try Self.reasons { results in
            results.lock.axes.append(.init(path: "dataset.path", labels: ["a", "b"]))
            results.trials[1].replace(results.trials[1].predictions[.val]?.dropLast(1), .val)
        }
        #expect(other.isEmpty)
    }

    @Test func limitsAndClasses() throws {
        let limited = try Self.reasons { results in
            for index in results.trials.indices {
                results.trials[index].set("limit", ["val": 50])
            }
        }
        #expect(limited == [.limited(50), .limited(50)])
        // With fewer training images, the number of all images is not known.
        let train = try Self.reasons { results in
            results.lock.dataset.counts[.train] = [10, 10]
            for index in results.trials.indices {
                results.trials[index].set("limit", ["train": 20])
            }
        }
        #expect(train.isEmpty)
        let classes = try Self.reasons { results in
            let table = results.trials[1].predictions[.val]
            results.trials[1].predictions[.val] = table.map {
                PredictionTable(
                    classes: ["A", "B"], files: $0.files, groups: $0.groups,
                    predictions: $0.predictions)
            }
        }
        #expect(classes == [.otherClasses])
    }

    @Test func seedsHaveTheSameImages() throws {
        var study = Self.study
        (study.schedules, study.seeds) = (["step"], 2)
        let both = try Self.analysis(study.results)
        let configuration = try #require(both.configurations.first)
        #expect(configuration.sets.map(\.seed) == [1, 2])
        let areas = configuration.evaluations.compactMap { $0.metrics["auroc"]?.value }
        #expect(configuration.metrics["auroc"]?.value == Statistics.mean(areas))
        var results = study.results
        let table = try #require(results.trials[4].predictions[.val])
        results.trials[4].replace(
            PredictionTable(
                classes: table.classes, files: table.files.map { "other/\($0)" },
                groups: table.groups, predictions: table.predictions), .val)
        let one = try Self.analysis(results)
        #expect(one.omissions.map(\.reason) == [.otherImages(seed: 1)])
        #expect(one.omissions.map(\.seed) == [2])
        #expect(one.configurations.map(\.sets.count) == [1])
    }

    /// A fold with one class has no area; all folds together have one.
    @Test func foldsOfOneClass() throws {
        var results = Synthetic(
            schedules: ["step"], folds: 2, counts: [.train: [2, 2], .val: [2, 2]]
        ).results
        for fold in 0..<2 {
            results.trials[fold].replace(
                PredictionTable(
                    classes: ["NORMAL", "PNEUMONIA"], files: (0..<4).map { "\(fold)-\($0)" },
                    groups: [nil, nil, nil, nil],
                    predictions: Predictions(
                        labels: [fold, fold, fold, fold],
                        probabilities: [0.7, 0.3, 0.4, 0.6, 0.8, 0.2, 0.1, 0.9], classes: 2)),
                .val)
        }
        let configuration = try #require(try Self.analysis(results).configurations.first)
        #expect(configuration.metrics["auroc"]?.value == 0.5)
        #expect(configuration.metrics["accuracy"]?.value == 0.5)
        #expect(configuration.ofFolds["auroc"] == [])
        #expect(configuration.ofFolds["balanced_accuracy"] == [])
        #expect(configuration.ofFolds["accuracy"] == [0.5, 0.5])
        // All images of one class.
        results.trials[1].replace(
            results.trials[0].predictions[.val].map { table in
                PredictionTable(
                    classes: table.classes, files: table.files.map { "1\($0)" },
                    groups: table.groups, predictions: table.predictions)
            }, .val)
        let one = try #require(try Self.analysis(results).configurations.first)
        #expect(one.metrics["auroc"] == nil && one.metrics["accuracy"]?.value == 0.5)
    }
}

extension TrialResult {
    /// Sets a setting of the data set.
    fileprivate mutating func set(_ key: String, _ value: JSONValue) {
        var dataset = record.settings["dataset"]
        dataset?[key] = value
        record.settings["dataset"] = dataset
    }
}
