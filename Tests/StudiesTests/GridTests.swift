import JSON
import Studies
import Testing
import Vocabulary

@Suite struct GridTests {
    private func ids(_ rest: String) throws -> [String] { try read(text(rest)).trials.map(\.id) }

    @Test func lastAxisVariesFastest() throws {
        let study = try read(sweepOfSchedules)
        #expect(study.trials.count == 12)
        #expect(
            study.trials.prefix(4).map(\.id) == [
                "vgg16-step-s1", "vgg16-step-s2", "vgg16-step-s3", "vgg16-cosine-s1",
            ])
        #expect(study.trials[3].group == "vgg16-cosine")
        #expect(
            study.trials[3].coordinates == ["network": "vgg16", "schedule": "cosine", "seed": "1"])
        #expect(study.axes.map(\.path) == ["network", "schedule", "seed"])
        #expect(study.axes[1].labels == ["step", "cosine", "exponential", "constant"])
    }

    @Test func readsEverySetting() throws {
        let study = try read(sweepOfSchedules)
        #expect(study.name == "lr-sweep")
        #expect(study.title == "Which learning-rate schedule suits VGG16?")
        #expect(study.question == "One paragraph.")
        let trial = study.trials[0].settings
        #expect(trial.dataset.path == "/Data/xray")
        #expect(trial.dataset.limit == ["train": 1000])
        #expect(trial.training.threads == 2)
        #expect(trial.training.optimizer.values.number("learningRate") == 0.01)
        #expect(trial.network.weights == "imagenet")
        #expect(trial.network.train == .head)
        #expect(trial.network.head.kind == "linear")
        #expect(trial.network.configuration.values.optionalNumber("dropout") == nil)
        #expect(trial.schedule.values.integer("every") == 1)
        #expect(study.notes.isEmpty)
    }

    @Test func fillsDefaultsIn() throws {
        let study = try read(text(#""network": "alexnet""#))
        let trial = try #require(study.trials.first)
        #expect(trial.id == "alexnet-constant-s1")
        #expect(trial.coordinates.isEmpty)
        #expect(study.title == "t")
        #expect(trial.settings.dataset.resize == 256)
        #expect(trial.settings.dataset.crop == 224)
        #expect(trial.settings.dataset.onBadImage == .stop)
        #expect(trial.settings.dataset.phantom == nil)
        #expect(trial.settings.training.batchSize == 32)
        #expect(trial.settings.training.shuffle)
        #expect(trial.settings.training.precision == .fp32)
        #expect(trial.settings.training.threads == 0)
        #expect(trial.settings.training.monitor == "val_accuracy")
        #expect(trial.settings.training.loss.kind == "crossEntropy")
        #expect(trial.settings.network.head.kind == "torchvision")
        #expect(trial.settings.network.train == .all)
    }

    @Test func foldsAreAnAxis() throws {
        let study = try read(
            text(
                dataset: #"{"path": "x", "split": {"kind": "folds", "k": 3}}"#,
                #""network": "cnn4", "sweep": {"dataset.split.fold": [0, 1, 2]}"#))
        #expect(
            study.trials.map(\.id) == [
                "cnn4-constant-s1-fold0", "cnn4-constant-s1-fold1", "cnn4-constant-s1-fold2",
            ])
        #expect(study.trials.map { $0.settings.dataset.split.values.integer("fold") } == [0, 1, 2])
        #expect(study.trials[0].settings.dataset.split.values.names("from") == ["train"])
    }

    @Test func aManifestLiesBesideTheStudy() throws {
        let study = try read(
            text(
                #""network": "cnn4", "sweep": {"dataset.split": ["official", {"kind": "manifest", "path": "a.csv"}]}"#
            ))
        #expect(
            study.trials.map(\.id) == [
                "cnn4-constant-s1-splitofficial", "cnn4-constant-s1-splitmanifest",
            ])
        #expect(study.trials[0].settings.dataset.split == DatasetSettings.officialSplit)
        #expect(
            study.trials[1].settings.dataset.split.values.string("path") == "/studies/a.csv")
        #expect(
            study.resolved["sweep"]?["dataset.split"]
                == ["official", ["kind": "manifest", "path": "a.csv"]])
    }

    @Test func labelsAKindWithWhatSetsItApart() throws {
        let two = #"{"kind": "step", "factor": 0.3}"#
        #expect(
            try ids(#""network": "cnn4", "sweep": {"schedule": ["step", \#(two), "cosine"]}"#) == [
                "cnn4-step-factor0.5-s1", "cnn4-step-factor0.3-s1", "cnn4-cosine-s1",
            ])
        let third = #"{"kind": "step", "every": 2}"#
        #expect(
            try ids(#""network": "cnn4", "sweep": {"schedule": ["step", \#(two), \#(third)]}"#) == [
                "cnn4-step-every1-factor0.5-s1", "cnn4-step-factor0.3-s1", "cnn4-step-every2-s1",
            ])
    }

    @Test func labelsNetworksByWeightsTrainAndHead() throws {
        let all = #"{"kind": "vgg16", "weights": "a/best.pth"}"#
        let other = #"{"kind": "vgg16", "weights": "b/best.pth"}"#
        let head = #"{"kind": "vgg16", "head": "linear"}"#
        #expect(
            try ids(#""sweep": {"network": ["vgg16", \#(all), \#(head), "alexnet"]}"#) == [
                "vgg16-weightsnone-headtorchvision-constant-s1",
                "vgg16-weightsbest.pth-constant-s1",
                "vgg16-headlinear-constant-s1", "alexnet-constant-s1",
            ])
        #expect(
            try ids(#""sweep": {"network": [\#(all), \#(other)]}"#) == [
                "vgg16-weightsa-best.pth-constant-s1", "vgg16-weightsb-best.pth-constant-s1",
            ])
    }

    @Test func appendsFurtherAxes() throws {
        let sweep = #"""
            "network": {"kind": "alexnet", "head": "linear"}, "sweep": {
              "training.batchSize": [16], "training.optimizer": ["sgd", "adam"],
              "training.optimizer.learningRate": [0.1, 1e-5], "training.shuffle": [false],
              "dataset.augment": [["flip", "rotate"]], "network.train": [{"from": "features.24"}],
              "network.dropout": [0.1], "network.head.dropout": [0.2]
            }
            """#
        let study = try read(text(sweep))
        let tail =
            "-shufflefalse-augmentflip-rotate-trainfrom-features.24-network.dropout0.1-network.head.dropout0.2"
        #expect(
            study.trials.map(\.id) == [
                "alexnet-constant-s1-batchSize16-optimizersgd-learningRate0.1" + tail,
                "alexnet-constant-s1-batchSize16-optimizersgd-learningRate1e-05" + tail,
                "alexnet-constant-s1-batchSize16-optimizeradam-learningRate0.1" + tail,
                "alexnet-constant-s1-batchSize16-optimizeradam-learningRate1e-05" + tail,
            ])
        #expect(study.trials[3].group.hasPrefix("alexnet-constant-batchSize16-"))
        let settings = study.trials[3].settings
        #expect(settings.training.optimizer.kind == "adam")
        #expect(settings.training.optimizer.values.number("learningRate") == 1e-5)
        #expect(settings.network.head.values.number("dropout") == 0.2)
        #expect(settings.network.configuration.values.optionalNumber("dropout") == 0.1)
        #expect(settings.network.train == .from("features.24"))
        #expect(settings.dataset.augment.map(\.kind) == ["flip", "rotate"])
    }

    @Test func addingAValueRenamesNoOther() throws {
        let few = try ids(#""network": "cnn4", "sweep": {"schedule": ["step"], "seed": [1]}"#)
        let more = try ids(
            #""network": "cnn4", "sweep": {"schedule": ["step", "cosine"], "seed": [1, 2]}"#)
        #expect(Set(few).isSubset(of: more))
    }

    @Test func sweepOfANetworksKindKeepsItsOtherSettings() throws {
        let study = try read(
            text(
                #""network": {"kind": "cnn4", "train": "head"}, "sweep": {"network.kind": ["vgg16", "alexnet"]}"#
            ))
        #expect(study.trials.map(\.id) == ["vgg16-constant-s1", "alexnet-constant-s1"])
        #expect(study.trials.allSatisfy { $0.settings.network.train == .head })
        #expect(study.notes == ["sweep.network.kind replaces network.kind"])
    }

    @Test func ordersAxesAsTheFileDoes() throws {
        #expect(
            try ids(
                #""network": "cnn4", "sweep": {"seed": [2, 1], "schedule": ["step", "cosine"]}"#)
                == [
                    "cnn4-step-s2", "cnn4-cosine-s2", "cnn4-step-s1", "cnn4-cosine-s1",
                ])
    }
}
