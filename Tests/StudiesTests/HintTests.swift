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
}
