import JSON
import Studies
import Testing
import Vocabulary

/// Each setting is declared once.
@Suite struct DeclaredSettingsTests {
    private func names(_ value: Any) -> Set<String> {
        Set(Mirror(reflecting: value).children.compactMap(\.label))
    }

    private func properties(_ schema: JSONValue?) -> Set<String> {
        Set((schema?["properties"]?.members ?? []).map(\.key))
    }

    /// A stored property without a declaration would be neither read nor written.
    @Test func everyStoredPropertyIsDeclared() throws {
        let settings = try read(text(#""network": "cnn4""#)).trials[0].settings
        let schema = Study.schema(catalog: .fake)
        let sections = schema["$defs"]
        #expect(names(settings.dataset) == properties(sections?["dataset"]))
        #expect(names(settings.training) == properties(sections?["training"]))
        #expect(names(ExecutorSettings()) == properties(schema["properties"]?["executor"]))
        let network = sections?["network"]?["anyOf"]?.elements?.last
        #expect(
            names(settings.network).symmetricDifference(properties(network))
                == ["configuration", "kind"])
    }

    @Test func executorSettingsComeBack() throws {
        var settings = ExecutorSettings()
        #expect(
            settings.json.canonical
                == #"{"kind":"local","options":[],"trialsPerTask":1,"warningSeconds":60}"#)
        #expect(try ExecutorSettings(json: settings.json, file: "batch.json") == settings)
        settings.kind = .slurm
        settings.cpusPerTask = 4
        settings.options = ["qos=long"]
        #expect(try ExecutorSettings(json: settings.json, file: "batch.json") == settings)
        #expect(try ExecutorSettings(json: ["kind": "slurm"], file: "b").trialsPerTask == 1)
        let setting = ExecutorSettings.setting(\.cpusPerTask)
        #expect(setting?.error(in: 0).map { "\($0)" } == "must be in [1, 4096]; got 0")
    }
}
