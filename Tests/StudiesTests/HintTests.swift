import JSON
import Studies
import Testing
import Vocabulary

/// Hints in messages for mistakes of users of other programs.
@Suite struct HintTests {
    @Test(arguments: [
        ("\"1e-3\"", "; write the number without quotes"), ("\"fast\"", ""),
        ("[0.1, 0.01]", "; an array of values to train with goes into \"sweep\""),
    ])
    func aNumberOfAnotherTypeHasAHint(_ json: String, _ hint: String) throws {
        let value = try JSONDocument(text: json, file: "t.json").value
        let error = try #require(Setting.Kind.number(.positive).error(in: value))
        #expect("\(error)" == "must be a number greater than 0; got \(value.excerpt)\(hint)")
    }

    @Test(arguments: [
        ("lr", "did you mean training.optimizer.learningRate?"),
        ("learning_rate", "did you mean training.optimizer.learningRate?"),
        ("model", "did you mean network?"), ("batch", "did you mean 'batchSize'?"),
        ("zzz", "expected one of epochs, batchSize"),
    ])
    func aSettingOfOtherProgramsIsFound(_ key: String, _ hint: String) {
        let diagnostic = Diagnostic(
            .file("t.json", nil), path: JSONPath([.key(key)]),
            .unknownKey(key, of: "", known: ["epochs", "batchSize"]))
        #expect(diagnostic.message == "unknown key; \(hint)", "\(diagnostic.message)")
    }

    /// Settings in the wrong section, or under the names of other programs within a section.
    @Test(arguments: [
        (#""network": "cnn4", "epochs": 5"#, "epochs: unknown key; did you mean training.epochs?"),
        (#""network": "cnn4", "crop": 5"#, "crop: unknown key; did you mean dataset.crop?"),
        (
            #""network": "cnn4", "optimizer": "adam""#,
            "optimizer: unknown key; did you mean training.optimizer?"
        ),
        (
            #""network": {"type": "cnn4"}"#,
            "network.type: unknown setting of network; expected kind"
        ),
    ])
    func aSettingOfAnotherSectionIsFound(_ members: String, _ message: String) throws {
        let error = try #require(throws: StudyErrors.self) { try read(text(members)) }
        #expect(error.description.contains(message), "\(error)")
    }

    @Test func theLearningRateOfAnOptimizer() throws {
        let training = #"{"epochs": 1, "optimizer": {"kind": "sgd", "lr": 0.1}}"#
        let error = try #require(throws: StudyErrors.self) {
            try read(text(training: training, "\"network\": \"cnn4\""))
        }
        #expect(
            error.description
                == "t.json:4:58: training.optimizer.lr: unknown setting of optimizer 'sgd'; did you mean "
                + "'learningRate'?")
    }

    @Test(arguments: [
        ("true", "\"yes\"", "; write true or false without quotes"),
        (
            "number", "\"0,01\"",
            "; write the number without quotes, with a point before the decimals"
        ),
        ("number", "\"null\"", "; write null without quotes"),
        ("string", "5", "; write it in double quotes"),
    ])
    func aValueOfAnotherTypeHasAHint(_ kind: String, _ json: String, _ hint: String) throws {
        let kinds: [String: Setting.Kind] = [
            "true": .boolean, "number": .number(.positive), "string": .string,
        ]
        let value = try JSONDocument(text: json, file: "t.json").value
        let syntax = try #require(kinds[kind])
        let error = try #require(syntax.error(in: value))
        #expect("\(error)".hasSuffix("got \(value.excerpt)\(hint)"), "\(error)")
    }
}
