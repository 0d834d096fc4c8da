import JSON
import Studies
import Testing
import Vocabulary

/// The setting `dataset.task` and the settings that follow it.
@Suite struct TaskTests {
    private static let catalog = {
        var catalog = Catalog.fake
        catalog.losses.append(
            KindDescription(
                kind: "binaryCrossEntropy", summary: "For several labels.",
                settings: [
                    Setting(
                        "posWeight", .choice(["none", "balanced"]), default: "none", "Weights.")
                ]))
        catalog.multilabelLosses = ["binaryCrossEntropy"]
        catalog.metrics.append("val_auroc")
        return catalog
    }()

    private static func read(
        task: String?, training: String = "", _ rest: String = ""
    ) throws(StudyErrors) -> Study {
        let table = task == "multilabel" ? #", "table": {"path": "t.csv", "labels": "l"}"# : ""
        let dataset = #"{"path": "x"\#(table)\#(task.map { #", "task": "\#($0)""# } ?? "")}"#
        let text = text(
            dataset: dataset,
            training: #"{"epochs": 5, "optimizer": "rmsprop"\#(training)}"#,
            #""network": "cnn4"\#(rest)"#)
        return try StudyFile.read(
            bytes: Array(text.utf8), file: "t.json", folder: "/studies", overrides: [],
            catalog: catalog, currentDirectory: "/here")
    }

    private static func errors(
        task: String?, training: String = "", _ rest: String = ""
    ) -> [String] {
        do throws(StudyErrors) {
            _ = try read(task: task, training: training, rest)
            return []
        } catch { return error.diagnostics.map { "\($0.path): \($0.message)" } }
    }

    @Test func theDefaultIsNotWritten() throws {
        let study = try Self.read(task: nil)
        #expect(study.trials[0].settings.dataset.task == .multiclass)
        #expect(study.trials[0].settings.json["dataset"]?["task"] == nil)
        let same = try Self.read(task: "multiclass")
        #expect(same.trials[0].settings == study.trials[0].settings)
    }

    @Test func severalLabelsHaveTheirOwnDefaults() throws {
        let settings = try Self.read(task: "multilabel").trials[0].settings
        #expect(settings.training.loss.kind == "binaryCrossEntropy")
        #expect(settings.training.loss.values.string("posWeight") == "none")
        #expect(settings.training.monitor == "val_auroc")
        #expect(settings.json["dataset"]?["task"] == "multilabel")
        let again = try TrialSettings(json: settings.json, catalog: Self.catalog)
        #expect(again == settings)
        let given = try Self.read(task: "multilabel", training: #", "monitor": "val_loss""#)
        #expect(given.trials[0].settings.training.monitor == "val_loss")
        let binary = try Self.read(task: "binary").trials[0].settings.training
        #expect(binary.loss.kind == "crossEntropy" && binary.monitor == "val_accuracy")
    }

    @Test func lossesOfAnotherTaskAreErrors() {
        #expect(
            Self.errors(task: "multilabel", training: #", "loss": "crossEntropy""#) == [
                "training.loss: crossEntropy is a loss of classes that exclude each other, but "
                    + "dataset.task is multilabel; use binaryCrossEntropy"
            ])
        #expect(
            Self.errors(task: nil, training: #", "loss": "binaryCrossEntropy""#) == [
                "training.loss: binaryCrossEntropy is a loss of several labels per image; set "
                    + "dataset.task to multilabel, or use another loss, such as crossEntropy"
            ])
        #expect(Self.errors(task: "multi").count == 1)
    }

    @Test func sectionsOfClassesAreErrors() {
        let errors = Self.errors(
            task: "multilabel", #", "evaluate": {"other": {"path": "y"}}"#)
        #expect(errors.count == 1)
        #expect(errors.first?.contains("dataset.task is multilabel") == true, "\(errors)")
    }
}
