import Analysis
import Evaluation
import JSON
import Markup
@testable import Plotting
@testable import Reports
import Results
import Studies
import SyntheticResults
import Testing
import Vocabulary

/// Sentences of the report that depend on the data, the epochs and the settings.
@Suite struct ReportWordingTests {
    private func report(_ results: StudyResults) -> String {
        ReportDocument(results: results, charts: [], replicates: 50).markdown
    }

    private func notes(_ results: StudyResults) -> String {
        NotesSection(analysis: StudyAnalysis(results, replicates: 50)).markdown?.source ?? ""
    }

    // MARK: The choice

    /// If several epochs have the same value, the first of them counts, and the text mentions it.
    @Test func equalEpochsAreReported() {
        var results = Synthetic(schedules: ["step", "cosine"], gap: 0.04).results
        let highest = "at the epoch with the highest `val_accuracy`"
        #expect(report(results).contains("\(highest) (the first of equals)"))
        let note = "In 1 of 2 trials, several epochs share the highest `val_accuracy`"
        #expect(notes(results).contains("\(note); the first of them counts."))
        for epoch in results.trials[1].epochs.indices {
            results.trials[1].epochs[epoch].metrics[.val]?.accuracy = 0.5
        }
        #expect(
            notes(results).contains(
                "counts. In 1 of these trials, all epochs share it, so the metric chose none of them."
            ))
        results.trials.removeLast()
        #expect(report(results).contains("\(highest)."))
        #expect(!notes(results).contains("several epochs share"))
    }

    @Test func trialsThatAreOneNetworkAreNamed() {
        var results = Synthetic(schedules: ["step", "cosine", "exponential"]).results
        for index in results.trials.indices {
            results.trials[index].entry.files["best.safetensors"] = index < 2 ? "aa" : "bb"
        }
        #expect(
            notes(results).contains(
                "the same weights, bit for bit (`vgg16-step-s1` and `vgg16-cosine-s1`): up to"))
        results.trials[1].entry.files["best.safetensors"] = "cc"
        #expect(!notes(results).contains("the same weights"))
    }

    @Test func theReasonForTheShownTrialIsGiven() {
        var results = Synthetic(schedules: ["step", "cosine"], seeds: 2, gap: 0.04).results
        for trial in results.trials.indices {
            for epoch in results.trials[trial].epochs.indices {
                results.trials[trial].epochs[epoch].metrics[.val]?.accuracy = 0.5
            }
        }
        #expect(
            report(results).contains(
                "Nothing is chosen, so this is `vgg16-step-s1`, a trial of the configuration with the highest test "
                    + "accuracy, the first of those with the highest `val_accuracy` (50%)."
            ))
    }

    @Test func withoutOtherImagesNothingIsClaimed() {
        let text = notes(Synthetic(counts: [.train: [50, 50]]).results)
        #expect(text.contains("There is no validation and no test split. Training accuracies"))
        #expect(!text.contains("chosen on the same validation images"))
        let chosen = notes(Synthetic(counts: [.train: [50, 50], .val: [40, 60]]).results)
        #expect(chosen.contains("There is no test split: the epoch that counts"))
        #expect(chosen.contains("so validation accuracies are biased upwards"))
    }

    // MARK: Values

    /// All configurations whose rounded area is the largest are named.
    @Test func equalAreasAreAllNamed() throws {
        var results = Synthetic(schedules: ["step", "cosine", "exponential"], gap: 0.04).results
        results.trials[1].predictions = results.trials[0].predictions
        results.trials[1].epochs = results.trials[0].epochs
        results.trials[1].record.bestEpoch = results.trials[0].record.bestEpoch
        let caption = try #require(ROCChart().draw(StudyAnalysis(results, replicates: 20))).caption
        #expect(caption.contains("is that of step and cosine."), "\(caption)")
    }

    /// If the table of the configurations has Wilson's interval, the metrics of the trial have it,
    /// too.
    @Test func allCorrectHasWilsonsInterval() throws {
        var results = Synthetic(schedules: ["step"]).results
        let table = try #require(results.trials[0].predictions[.test])
        let labels = table.predictions.labels
        results.trials[0].predictions[.test] = PredictionTable(
            classes: table.classes, files: table.files, groups: table.groups,
            predictions: Predictions(
                labels: labels,
                probabilities: labels.flatMap { $0 == 0 ? [0.9, 0.1] : [0.1, 0.9] },
                classes: 2))
        for epoch in results.trials[0].epochs.indices {
            results.trials[0].epochs[epoch].metrics[.test]?.accuracy = 1
        }
        let text = report(results)
        #expect(text.contains("| accuracy | 100.00% | 99.39% to 100.00% |"))
        #expect(text.contains("| AUROC | 1.000 | – |"))
        #expect(!text.contains("1.000 to 1.000"))
    }

    @Test func intervalsNameTheirUnit() {
        var study = Synthetic(schedules: ["step", "cosine", "exponential"])
        #expect(report(study.results).contains("(95% interval over images: "))
        #expect(report(study.results).contains("; the intervals are not corrected."))
        study.imagesOfPatient = 4
        study.schedules.removeLast()
        #expect(report(study.results).contains("(95% interval over patients: "))
        #expect(!report(study.results).contains("; the intervals are not corrected."))
    }

    // MARK: Settings and data

    @Test func settingsOfComparedValuesAreShown() throws {
        var results = Synthetic(
            networks: ["vgg16", "alexnet"], schedules: ["step", "cosine"]
        ).results
        for index in results.trials.indices {
            let place = results.trials[index].entry.coordinates
            let network = try #require(place["network"])
            results.trials[index].record.weights = WeightsRecord(
                file: "last.safetensors",
                sha256: String(repeating: network == "vgg16" ? "a" : "b", count: 64))
            results.trials[index].record.settings["network"] = [
                "kind": .string(network), "dropout": 0.5, "weights": "last.safetensors",
            ]
            let step: JSONValue = ["kind": "step", "every": 1, "factor": 0.5]
            let cosine: JSONValue = ["kind": "cosine", "minimum": 0.25]
            results.trials[index].record.settings["schedule"] =
                place["schedule"] == "step" ? step : cosine
        }
        let swept: [JSONValue] = ["vgg16", "alexnet"].map { name in
            ["kind": .string(name), "weights": .string("../b/trials/\(name)-s1/last.safetensors")]
        }
        results.lock.study["sweep"] = ["network": .array(swept)]
        let settings = try #require(SettingsSection(results: results).markdown).source
        #expect(
            settings.contains(
                "| `network` | vgg16 (dropout 0.5, weights vgg16-s1/last.safetensors); alexnet (dropout 0.5, "
                    + "weights alexnet-s1/last.safetensors) |"))
        #expect(
            settings.contains("| `schedule` | step (every 1, factor 0.5); cosine (minimum 0.25) |"))
        #expect(!settings.contains("`network.weights`") && !settings.contains("`network.dropout`"))
        let start = try #require(StartSection(results: results).markdown).source
        #expect(start.contains("`vgg16-s1/last.safetensors`, SHA-256 `aaaaaaaaaaaa`"))
        // One file needs no folder.
        for index in results.trials.indices {
            results.trials[index].record.weights?.sha256 = String(repeating: "a", count: 64)
        }
        let one = try #require(StartSection(results: results).markdown).source
        #expect(one.contains("`last.safetensors`, SHA-256"))
    }

    @Test func theSourceOfThePositiveClassIsGiven() {
        var results = Synthetic(schedules: ["step"]).results
        #expect(
            DataSection(results: results).markdown.source.contains(
                "The positive class is PNEUMONIA, the default for data sets of NORMAL and PNEUMONIA; set "
                    + "`dataset.positiveClass` to change it."))
        results.lock.study["dataset"] = ["positiveClass": "PNEUMONIA"]
        #expect(
            DataSection(results: results).markdown.source.contains(
                "The positive class is PNEUMONIA (`dataset.positiveClass`)."))
    }

    /// If trials are folds, the counts in the lock are those of the first trial.
    @Test func countsOfFoldsAreThoseOfTheFirst() {
        var results = Synthetic(schedules: ["step"], seeds: 3).results
        #expect(!results.variesData && results.images(.test) == "624 test images")
        results.lock.axes[2] = .init(path: "dataset.split.fold", labels: ["0", "1", "2"])
        #expect(results.variesData)
        results.trials[1].predictions[.test] = results.trials[1].predictions[.test]?.dropLast(4)
        #expect(results.images(.test) == "620 to 624 test images")
        #expect(results.images(.train) == "5,216 training images in the first configuration")
        #expect(
            DataSection(results: results).markdown.source.contains(
                "the counts are those of the first configuration. According to their predictions, trials were evaluated on "
                    + "620 to 624 test images."))
    }
}
