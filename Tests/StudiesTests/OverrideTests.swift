import JSON
import Studies
import Testing
import Vocabulary

@Suite struct OverrideTests {
    @Test func replacesAValue() throws {
        let study = try read(
            sweepOfSchedules,
            ["training.epochs=2", "sweep.seed=[1]", "title=A b", "training.epochs=3"])
        #expect(study.trials.map(\.settings.training.epochs) == [3, 3, 3, 3])
        #expect(study.title == "A b")
        #expect(study.notes.isEmpty)
    }

    @Test func takesThePlaceOfAnAxis() throws {
        let study = try read(sweepOfSchedules, ["network=cnn4", "seed=7"])
        #expect(study.axes.map(\.path) == ["schedule"])
        #expect(
            study.trials.map(\.id) == [
                "cnn4-step-s7", "cnn4-cosine-s7", "cnn4-exponential-s7", "cnn4-constant-s7",
            ])
        #expect(
            study.notes == [
                "--set network replaces sweep.network",
                "--set seed replaces sweep.seed",
            ])
    }

    @Test func reachesIntoAnAxis() throws {
        let study = try read(sweepOfSchedules, ["sweep.schedule[0].factor=0.3"])
        #expect(study.trials[0].settings.schedule.values.number("factor") == 0.3)
    }

    @Test func addsAnAxis() throws {
        let study = try read(sweepOfSchedules, ["sweep.training.batchSize=[8, 16]"])
        #expect(study.trials.count == 24)
        #expect(study.trials[1].id == "vgg16-step-s1-batchSize16")
        #expect(study.notes == ["sweep.training.batchSize replaces training.batchSize"])
    }

    /// A setting below an axis changes every value of the axis.
    @Test func winsOverEveryValueOfAnAxis() throws {
        let study = try read(sweepOfSchedules, ["network.train=all", "network.head.dropout=0.5"])
        #expect(study.trials.allSatisfy { $0.settings.network.train == .all })
        #expect(
            study.trials.allSatisfy { $0.settings.network.head.values.number("dropout") == 0.5 })
        #expect(study.axes.map(\.path) == ["network", "schedule", "seed"])
    }

    @Test func replacesAnAxisOfASettingThatItGives() throws {
        let file = text(
            #""network": "cnn4", "sweep": {"training.optimizer.learningRate": [0.1, 0.2]}"#)
        let kept = try read(file, [#"training.optimizer=adam"#])
        #expect(kept.trials.map { $0.settings.training.optimizer.kind } == ["adam", "adam"])
        let dropped = try read(file, [#"training.optimizer={"kind":"sgd","learningRate":0.3}"#])
        #expect(dropped.trials.map(\.id) == ["cnn4-constant-s1"])
        #expect(dropped.trials[0].settings.training.optimizer.values.number("learningRate") == 0.3)
    }

    @Test func pathsStartFromTheCurrentDirectory() throws {
        let file = text(#""network": {"kind": "cnn4", "weights": "./w/../best.pth"}"#)
        let written = try read(file)
        #expect(written.trials[0].settings.dataset.path == "/Data/xray")
        #expect(written.trials[0].settings.network.weights == "/studies/best.pth")
        #expect(written.resolved["dataset"]?["path"] == "../Data/xray")
        let set = try read(file, ["dataset.path=Data/x", "network.weights=/abs//b.safetensors"])
        #expect(set.trials[0].settings.dataset.path == "/here/Data/x")
        #expect(set.trials[0].settings.network.weights == "/abs/b.safetensors")
        #expect(set.resolved["dataset"]?["path"] == "/here/Data/x")
    }
}
