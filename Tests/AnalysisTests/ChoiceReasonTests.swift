import Analysis
import Evaluation
import JSON
import Markup
import Results
import Studies
import SyntheticResults
import Testing
import Vocabulary

/// The reasons why no configuration is chosen, and the suggested remedies.
@Suite struct ChoiceReasonTests {
    /// Two configurations that validation tells apart, with a change to the record of each trial.
    private func reason(
        monitor: String = "val_accuracy", _ change: (_ record: inout TrialRecord, Int) -> Void
    ) -> StudyChoice.Reason? {
        var results = Synthetic.results(["a", "b"]) { schedule, _ in [0.9, 0.5][schedule] }
        for index in results.trials.indices {
            results.trials[index].record.monitor = monitor
            for epoch in results.trials[index].epochs.indices where monitor != "val_accuracy" {
                results.trials[index].epochs[epoch].monitored = MonitoredValue(
                    name: monitor, value: [0.9, 0.5][index])
            }
            change(&results.trials[index].record, index)
        }
        return StudyChoice(results).undecided
    }

    private func set(_ key: String, _ value: JSONValue, in record: inout TrialRecord) {
        var dataset = record.settings["dataset"]
        dataset?[key] = value
        record.settings["dataset"] = dataset
    }

    /// An axis over the whole of `dataset` is one over what its values differ by.
    @Test(
        arguments: [
            ("path", ["/data/one", "/data/two"], true),
            (
                "split",
                [["kind": "grouped", "validation": 0.1], ["kind": "grouped", "validation": 0.2]],
                true
            ),
            ("limit", [["val": 100], ["val": 200]], true),
            ("limit", [["train": 100], ["train": 200]], false),
            ("phantom", [["seed": 1], ["seed": 2]], true),
            ("augment", [[], ["flip"]], false), ("crop", [200, 224], false),
        ] as [(String, [JSONValue], Bool)])
    func onOtherImagesNothingIsChosen(_ key: String, _ values: [JSONValue], _ differs: Bool) {
        let found = reason { record, index in set(key, values[index], in: &record) }
        #expect(found == (differs ? .otherImages : nil), "\(key)")
    }

    /// Equal fingerprints of the data mean equal images, in whatever folder.
    @Test func equalFingerprintsAreEqualImages() {
        #expect(
            reason { record, index in
                record.data = "f"
                set("path", ["/a", "/b"][index], in: &record)
            } == nil)
        // Another program may have a setting of the same name.
        let names = reason { record, index in
            record.settings["dataset"] = .string(["one", "other"][index])
        }
        #expect(names == .otherImages)
    }

    @Test func ofOtherClassesNothingIsChosen() {
        func classes(_ record: inout TrialRecord, _ index: Int) {
            record.positiveClass = ["NORMAL", "PNEUMONIA"][index]
        }
        #expect(reason(monitor: "val_sensitivity", classes) == .otherClass)
        #expect(reason(monitor: "val_auroc", classes) == nil)
        #expect(reason(monitor: "val_sensitivity") { _, _ in } == nil)
    }

    /// A cross-validation counts the images of all folds.
    @Test func foldsAreOfTheSameImages() {
        var results = Synthetic.results(["a", "b"], seeds: 2) { schedule, _ in [0.9, 0.5][schedule]
        }
        results.lock.axes[2] = .init(path: "dataset.split.fold", labels: ["0", "1"])
        for index in results.trials.indices {
            let fold = index % 2
            results.trials[index].entry.coordinates["dataset.split.fold"] = "\(fold)"
            set(
                "split", ["kind": "folds", "k": 2, "fold": JSONValue.number(Double(fold))],
                in: &results.trials[index].record)
        }
        #expect(StudyChoice(results).winners.map(\.group.label) == ["a"])
        #expect(StudyChoice(results).images == 1341 + 3875 + 1000)
        results.trials.removeLast()
        #expect(StudyChoice(results).undecided == .unfinished(1, of: 4))
    }

    /// The choice needs all seeds of every configuration.
    @Test func nothingIsChosenBeforeAllTrialsAreComplete() {
        var results = Synthetic.results(
            ["a", "b"], seeds: 2, val: { [0.9, 0.5][$0] + 0.01 * Double($1) })
        #expect(StudyChoice(results).winners.map(\.group.label) == ["a"])
        results.trials.removeLast()
        #expect(StudyChoice(results).undecided == .unfinished(1, of: 4))
        let wording = ChoiceWording(results)
        #expect(
            wording.line.hasPrefix("nothing chosen: 1 of 4 trials has no complete result "))
        #expect(wording.json["chosen"] == JSONValue.array([]))
        // The other configuration has no complete trial.
        results.trials.removeLast()
        #expect(StudyChoice(results).undecided == .unfinished(2, of: 4))
    }

    /// Images of one patient are correlated, so patients count.
    @Test func patientsDecideIfTheyAreKnown() {
        var results = Synthetic.results(["a", "b"]) { schedule, _ in [0.9, 0.88][schedule] }
        #expect(StudyChoice(results).undecided == nil)
        results.lock.dataset.patients = [.train: 900, .val: 100, .test: 100]
        #expect(StudyChoice(results).undecided == .withinError)
        results.lock.dataset.patients?[.val] = 40
        #expect(StudyChoice(results).undecided == .fewPatients(40))
        #expect(remedy(results)?.hasSuffix(", here about 94 patients") == true)
    }

    private func remedy(_ results: StudyResults) -> String? {
        ChoiceWording(results).remedy?.source
    }

    /// The suggestion of the report by the number of training images in each class.
    @Test(
        arguments: [
            (2000, [:], #""validation": 0.1 } }` takes a validation split from the training and "#),
            (200, [:], #""validation": 0.15 } }`"#), (200, [:], ", here about 62 images"),
            (200, ["split": ["kind": "grouped", "validation": 0.15]], #""validation": 0.2 } }`"#),
            (60, [:], #""kind": "folds", "k": 5 } }` with `"sweep": { "dataset.split.fold": ["#),
            (60, [:], "in turn, here 136 images"), (10, [:], nil),
            (2000, ["split": ["kind": "folds", "k": 5, "fold": 0]], nil),
            (2000, ["limit": ["val": 16]], "a higher `dataset.limit.val` may keep more"),
            (
                2000, ["split": ["kind": "manifest", "path": "m.csv"]],
                "a larger validation split (`dataset.split`)"
            ),
        ] as [(Int, JSONValue, String?)])
    func theRemedyHelps(_ train: Int, _ settings: JSONValue, _ expected: String?) {
        var results = Synthetic.results(["a", "b"], images: 16) { schedule, _ in
            [0.9, 0.5][schedule]
        }
        results.lock.dataset.counts[.train] = [train, train]
        for index in results.trials.indices {
            for member in settings.members ?? [] {
                set(member.key, member.value, in: &results.trials[index].record)
            }
        }
        let found = remedy(results)
        #expect(expected.map { found?.contains($0) == true } ?? (found == nil), "\(found ?? "–")")
        results.lock.origin = StudyOrigin(location: "http://localhost", experiment: "theirs")
        #expect(remedy(results) == nil)
    }

    /// A limit removes images from the splits after they are made, so the counts do not show how
    /// many images a new split would have.
    @Test func underALimitNoNumberIsPromised() {
        var results = Synthetic.results(["a", "b"], images: 16) { schedule, _ in
            [0.9, 0.5][schedule]
        }
        for index in results.trials.indices {
            set("limit", ["train": 5000], in: &results.trials[index].record)
        }
        #expect(remedy(results)?.hasSuffix("training and validation images") == true)
    }
}
