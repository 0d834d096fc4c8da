import JSON
import Studies
import Testing
import Vocabulary

/// The part of a trial's settings that a trained network is read with.
@Suite struct ModelSettingsTests {
    private static let models = Catalog(
        networks: Catalog.fake.networks, heads: Catalog.fake.heads)

    private func errors(_ json: JSONValue) throws -> String {
        let errors = try #require(throws: StudyErrors.self) {
            try ModelSettings(json: json, catalog: Self.models, file: "trial.json")
        }
        return "\(errors)"
    }

    /// Schedules, optimizers and the like need not be known.
    @Test(arguments: SchemaTests.good) func itReadsWhatTheTrialHas(_ text: String) throws {
        for trial in try read(text).trials {
            let (settings, dataset) = (trial.settings, trial.settings.dataset)
            let model = try ModelSettings(
                json: settings.json, catalog: Self.models, file: "trial.json")
            #expect(model.network == settings.network)
            #expect(model.resize == dataset.resize && model.crop == dataset.crop)
            #expect(model.interpolation == dataset.interpolation)
            #expect(model.decode == dataset.decode)
            #expect(model.normalize == dataset.normalize)
        }
    }

    @Test func whatCannotBeIsAnError() throws {
        let json = try read(text(#""network": "alexnet""#)).trials[0].settings.json
        var large = json
        large["dataset"]?["crop"] = 300
        #expect(try errors(large).hasPrefix("trial.json: dataset.crop: must be at most"))
        var unknown = json
        unknown["network"] = "resnet50"
        #expect(try errors(unknown).contains(#"unknown network "resnet50""#))
        var filter = json
        filter["dataset"]?["interpolation"] = "nearest"
        #expect(try errors(filter).hasPrefix("trial.json: dataset.interpolation: must be one of"))
        var without = json
        without["dataset"] = nil
        #expect(try errors(without).hasPrefix("trial.json: dataset: "))
    }
}
