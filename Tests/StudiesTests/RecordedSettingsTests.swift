import JSON
import Studies
import Testing
import Vocabulary

/// The settings in the record of a trial, which are read without the registries.
@Suite struct RecordedSettingsTests {
    private static func record(_ settings: String) throws(StudyErrors) -> RecordedSettings {
        let text = "{ \"settings\": \(settings) }"
        guard let document = try? JSONDocument(text: text, file: "trial.json") else {
            Issue.record("no JSON: \(text)")
            return RecordedSettings(ofAnyProgram: .null)
        }
        return try RecordedSettings(document)
    }

    @Test(arguments: SchemaTests.good) func whatIsWrittenIsRead(_ text: String) throws {
        for trial in try read(text).trials {
            let written = RecordedSettings(trial.settings)
            let read = try Self.record(written.json.pretty)
            #expect(read == written)
            #expect(read.training == trial.settings.training)
            #expect(read.dataset?.path == "" && read.dataset?.phantom == nil)
            #expect(read.json["dataset"]?["path"] == nil && read.json["dataset"]?["phantom"] == nil)
            #expect(try read.checkedNetwork(.fake, file: "trial.json") == read.network)
        }
    }

    /// The text of a setting of an earlier version, and of a setting that it did not have, does not
    /// change.
    @Test func recordsOfEarlierVersionsAreReadWithDefaults() throws {
        let record = try Self.record(
            #"""
            { "dataset": { "resize": 64, "crop": 64 },
              "training": { "epochs": 2, "optimizer": { "kind": "old" }, "select": "val_loss" },
              "network": { "kind": "lenet", "width": 3, "train": { "from": "fc" } }, "gone": 1 }
            """#)
        #expect(record.dataset?.interpolation == .bilinear && record.dataset?.resize == 64)
        #expect(record.training?.monitor == "val_loss" && record.training?.batchSize == 32)
        #expect(record.network?.configuration.values.number("width") == 3)
        #expect(record.network?.train == .from("fc"))
        #expect(record.json["dataset"] == ["resize": 64, "crop": 64])
        #expect(record.value(at: "training.optimizer.kind") == "old")
        #expect(record.value(at: "training.batchSize") == nil)
    }

    @Test(arguments: [
        (
            #"{"training": {"epochs": "2", "optimizer": {"kind": "adam"}}}"#,
            #"trial.json:1:39: settings.training.epochs: must be a whole number in [1, 1000000]; "#
                + #"got "2"; write the number without quotes"#
        ),
        (
            #"{"training": {"epochs": 2}}"#,
            #"trial.json:1:28: settings.training.optimizer: is required; add "optimizer": a kind"#
        ),
        (
            #"{"dataset": {"crop": 300}}"#,
            "trial.json:1:36: settings.dataset.crop: must be at most dataset.resize, which is 256; "
                + "got 300"
        ),
        (
            #"{"dataset": "chest"}"#,
            #"trial.json:1:27: settings.dataset: must be an object; got "chest""#
        ),
    ])
    func whatCannotBeReadIsAnErrorWithItsPlace(_ settings: String, _ expected: String) throws {
        let errors = try #require(throws: StudyErrors.self) { try Self.record(settings) }
        #expect("\(errors)" == expected)
    }

    @Test func anUnknownNameIsAnError() throws {
        let errors = try #require(throws: StudyErrors.self) {
            try Self.record(#"{"dataset": {"interpolation": "nearest"}}"#)
        }
        let start = "trial.json:1:45: settings.dataset.interpolation: must be one of"
        #expect("\(errors)".hasPrefix(start))
    }

    /// Parameters of other programs may have any names and values.
    @Test func ofOtherProgramsOnlyWhatIsKnownIsRead() {
        let record = RecordedSettings(
            ofAnyProgram: [
                "dataset": "chest", "training": ["batchSize": 8], "network": ["depth": 18],
            ])
        #expect(record.dataset == nil && record.training == nil && record.networkKind == nil)
        #expect(record.batchSize == 8 && record.epochs == nil && record.loss == nil)
        let own = RecordedSettings(
            ofAnyProgram: [
                "dataset": ["crop": 64, "positiveClass": 1],
                "training": ["epochs": 3, "optimizer": ["kind": "adam"]],
            ])
        #expect(own.dataset?.crop == 64 && own.dataset?.positiveClass == nil)
        #expect(own.training?.epochs == 3 && own.loss == nil)
    }

    /// A value that a run of another program does not record, or records in another form, does not
    /// get the default of this program.
    @Test func ofOtherProgramsNothingIsInvented() {
        func record(_ settings: JSONValue) -> RecordedSettings {
            RecordedSettings(ofAnyProgram: settings)
        }
        let (focal, other) = (
            record(["training": ["loss": ["kind": "focal"]]]),
            record(["training": ["loss": ["kind": "crossEntropy"]]])
        )
        #expect(focal.loss?.kind == "focal" && focal.lossIdentity != other.lossIdentity)
        for values in [
            ["limit": 500], ["limit": 1000], ["split": 0.8], ["split": 0.7], ["path": 1],
        ] as [JSONValue] {
            let (one, none) = (record(["dataset": values]), record(["dataset": ["crop": 64]]))
            #expect(one.images(of: .val) != none.images(of: .val), "\(values)")
        }
        let limits = [500.0, 1000].map {
            record(["dataset": ["limit": .number($0)]]).images(of: .val)
        }
        #expect(limits[0] != limits[1])
        let head = record(["network": ["train": "head", "unfreezeEpoch": 2]])
        #expect(head.network?.train == .head && head.network?.unfreezeEpoch == 2)
        #expect(head.networkKind == nil)
    }

    @Test func theNetworkIsCheckedAgainstACatalog() throws {
        let record = RecordedSettings(ofAnyProgram: ["network": ["kind": "resnet50"]])
        let errors = try #require(throws: StudyErrors.self) {
            try record.checkedNetwork(.fake, file: "trial.json")
        }
        #expect(
            "\(errors)"
                == #"trial.json: network.kind: unknown network "resnet50"; expected one of "#
                + "alexnet, vgg16, cnn4")
    }

    @Test func keysCountWhatDecidesTheResult() throws {
        var settings = try read(text(#""network": "alexnet""#)).trials[0].settings
        func counted(_ positive: Bool = false) -> JSONValue {
            RecordedSettings(settings).counted(countsPositiveClass: positive)
        }
        let before = counted()
        #expect(before["training"]?["threads"] == nil && before["network"]?["weights"] == nil)
        settings.training.threads = 3
        settings.training.pruning = settings.schedule
        settings.dataset.path = "/elsewhere"
        settings.dataset.split = settings.schedule
        settings.dataset.groupPattern = "a"
        settings.dataset.onUnread = .ignore
        settings.dataset.onLeak = .report
        settings.dataset.positiveClass = "A"
        #expect(counted() == before)
        #expect(counted(true) != before)
        settings.dataset.crop = 100
        #expect(counted() != before)
    }
}
