import Foundation
import JSON
import Studies
import Testing
import Vocabulary

@Suite struct RoundTripTests {
    @Test(arguments: SchemaTests.good)
    func trialSettings(_ text: String) throws {
        for trial in try read(text).trials {
            let text = trial.settings.json.canonical
            let json = try JSONDocument(text: text, file: "trial.json").value
            let back = try TrialSettings(json: json, catalog: .fake)
            #expect(back == trial.settings)
            #expect(back.json == trial.settings.json)
        }
    }

    @Test func trialSettingsOfAnUnknownKind() throws {
        var json = try read(sweepOfSchedules).trials[0].settings.json
        json["network"] = "resnet50"
        let errors = try #require(throws: StudyErrors.self) {
            try TrialSettings(json: json, catalog: .fake)
        }
        #expect(
            "\(errors)"
                == #"trial.json: network: unknown network "resnet50"; expected one of alexnet, vgg16, cnn4"#
        )
    }

    @Test func canonicalTextIsStable() throws {
        let settings = try read(text(#""network": "alexnet""#)).trials[0].settings
        #expect(
            settings.json.canonical
                == #"{"dataset":{"augment":[],"crop":224,"limit":{},"onBadImage":"stop","#
                + #""path":"/Data/xray","phantom":null,"resize":256},"#
                + #""network":{"dropout":null,"head":{"kind":"torchvision"},"kind":"alexnet","#
                + #""train":"all","weights":null},"schedule":{"kind":"constant"},"seed":1,"#
                + #""training":{"batchSize":32,"epochs":5,"#
                + #""loss":{"classWeights":"none","kind":"crossEntropy"},"#
                + #""monitor":"val_accuracy","#
                + #""optimizer":{"kind":"rmsprop","learningRate":0.01},"patience":null,"precision":"fp32","#
                + #""shuffle":true,"threads":0}}"#)
    }

    /// Settings with their default value do not change keys.
    @Test func filtersAndDecodingCountWhereTheyAreSet() throws {
        func dataset(_ members: String) throws -> JSONValue? {
            let text = text(
                dataset: #"{"path": "/Data/xray"\#(members)}"#, #""network": "alexnet""#)
            let settings = try read(text).trials[0].settings
            #expect(try TrialSettings(json: settings.json, catalog: .fake) == settings)
            return settings.json["dataset"]
        }
        let plain = try dataset("")
        #expect(try dataset(#", "interpolation": "bilinear", "decode": "exact""#) == plain)
        let other = try dataset(#", "interpolation": "lanczos", "decode": "fast""#)
        #expect(other?["interpolation"] == .string("lanczos"))
        #expect(other?["decode"] == .string("fast"))
        #expect(
            try dataset(
                #", "window": "full", "orientation": "stored", "onSmallRange": "stop""#) == plain)
        for window in [#""stored""#, #"{"high":240.5,"low":-160}"#, #"{"percentiles":[1,99]}"#] {
            let own = try dataset(#", "window": \#(window)"#)
            #expect(own?["window"]?.canonical == window)
        }
        #expect(try dataset(#", "orientation": "exif""#)?["orientation"] == .string("exif"))
        #expect(try dataset(#", "normalize": "imagenet""#) == plain)
        for normalize in [
            #""dataset""#, #""none""#, #"{"mean":[0.5,0.25,0],"std":[1,0.5,0.125]}"#,
        ] {
            let own = try dataset(#", "normalize": \#(normalize)"#)
            #expect(own?["normalize"]?.canonical == normalize)
        }
    }

    /// The resolved study reads as the same study.
    @Test(arguments: SchemaTests.good)
    func resolved(_ text: String) throws {
        let study = try read(text)
        let again = try read(study.resolved.pretty)
        #expect(again.trials == study.trials)
        #expect(again.axes == study.axes)
        #expect(again.resolved == study.resolved)
    }
}

@Suite struct StudyFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/study-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder + "/Studies", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try text(#""network": "cnn4""#).write(
            toFile: folder + "/Studies/A.json", atomically: true, encoding: .utf8)
        try body(folder)
    }

    @Test func loads() throws {
        try withFolder { folder in
            let study = try StudyFile.load(
                path: "Studies/A.json", catalog: .fake, currentDirectory: folder)
            #expect(study.trials[0].settings.dataset.path == folder + "/Data/xray")
            #expect(study.notes.isEmpty)
        }
    }

    @Test func findsAFileInAnotherCase() throws {
        try withFolder { folder in
            let study = try StudyFile.load(
                path: "studies/a.JSON", catalog: .fake, currentDirectory: folder)
            #expect(study.notes == ["studies/a.JSON does not exist; using Studies/A.json"])
            #expect(study.document?.file == "Studies/A.json")
            #expect(study.trials[0].settings.dataset.path == folder + "/Data/xray")
            let found = try #require(StudyFile.locate(folder + "/studies"))
            #expect(found.path == folder + "/Studies")
            #expect(StudyFile.locate(folder + "/nothing") == nil)
            try "".write(toFile: folder + "/Studies/a.json", atomically: true, encoding: .utf8)
            #expect(StudyFile.locate(folder + "/studies/a.JSON") == nil)
        }
    }

    @Test func refusesWhatCannotBeRead() throws {
        try withFolder { folder in
            for (path, message) in [
                ("B.json", "B.json: no such file; give the path of a study file"),
                ("Studies", "Studies: is a folder; give the path of a study file"),
            ] {
                let errors = try #require(throws: StudyErrors.self) {
                    try StudyFile.load(path: path, catalog: .fake, currentDirectory: folder)
                }
                #expect("\(errors)" == message)
            }
        }
    }
}

@Suite struct PlaceTests {
    @Test func placesWhatOthersFind() throws {
        let study = try read(sweepOfSchedules, ["training.epochs=2"])
        #expect(study.location(of: "dataset.path") == TextLocation(line: 6, column: 13))
        #expect(study.location(of: "dataset.phantom") == nil)
        #expect(
            "\(study.diagnostic(at: "dataset.path", "no such folder"))"
                == "t.json:6:13: dataset.path: no such folder")
        #expect(
            "\(study.diagnostic(at: "dataset.phantom", "x"))" == "t.json:5:14: dataset.phantom: x")
        #expect(
            "\(study.diagnostic(at: "training.epochs", "x"))" == "--set training.epochs: x")
        let trial = study.trials[0]
        #expect(
            "\(study.diagnostic(at: "network.weights", of: trial, "x"))"
                == "t.json:16:37: sweep.network[0].weights: x")
        #expect(
            "\(study.diagnostic(at: "network.weights", "x"))" == "t.json:15:16: sweep.network: x")
    }
}
