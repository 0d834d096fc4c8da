import Evaluation
import JSON
import Studies
import Testing
import Vocabulary

/// The section `evaluate` of a study: external sets, which do not change what is trained.
@Suite struct ExternalSetTests {
    private static let network = #""network": "cnn4""#

    private static func study(_ evaluate: String, _ rest: String = "") -> String {
        text(network + #", "evaluate": \#(evaluate)"# + rest)
    }

    private func messages(_ text: String, _ overrides: [String] = []) -> [String] {
        do { _ = try read(text, overrides) } catch { return error.diagnostics.map { "\($0)" } }
        return []
    }

    @Test func everySettingIsRead() throws {
        let study = try read(
            Self.study(
                #"""
                {"hospitalB": {"path": "../b", "split": "val", "groupPattern": "^(p\\d+)",
                 "threshold": "sensitivity:0.95", "calibrate": "platt", "prevalences": [0.05, 0.2],
                 "tta": ["horizontalFlip", "rotate180"], "abstain": 0.2,
                 "attributes": "../b.csv", "by": ["sex", {"age": [40, 60]}],
                 "predictions": {"radiologist": "../reader.csv", "pytorch": "/p.csv"},
                 "commonImages": true,
                 "ensemble": true, "skipBadImages": true, "ignoreUnread": true, "allowOverlap": true},
                 "c": {"path": "/c", "threshold": 0.3}}
                """#, #", "sweep": {"seed": [1, 2]}"#))
        #expect(study.externalSets.map(\.name) == ["hospitalB", "c"])
        let settings = study.externalSets[0].settings
        #expect(settings.path == "/b")
        #expect(settings.split == .val)
        #expect(settings.groupPattern == #"^(p\d+)"#)
        #expect(
            settings.decisions
                == DecisionSettings(
                    augmentation: [.horizontalFlip, .rotate180], calibration: .method(.platt),
                    threshold: .rule(.sensitivity(atLeast: 0.95)), abstention: 0.2))
        #expect(settings.prevalences == [0.05, 0.2])
        #expect(settings.subgroups.attributes == "/b.csv")
        #expect(
            settings.subgroups.by == [
                try AttributeSetting("sex"), try AttributeSetting("age:40,60"),
            ]
        )
        #expect(
            settings.predictions == [
                .init(reader: "radiologist", path: "/reader.csv"),
                .init(reader: "pytorch", path: "/p.csv"),
            ])
        #expect(settings.commonImages)
        #expect(settings.ensemble && settings.skipBadImages)
        #expect(settings.ignoreUnread && settings.allowOverlap)
        #expect(study.externalSets[1].settings.decisions.threshold == .given(0.3))
        let first = study.externalSets[0]
        #expect(study.writtenPath(of: first) == "../b")
        #expect(study.writtenPath(of: settings.predictions[0], in: first) == "../reader.csv")
        // Evaluations of the same files elsewhere are the same.
        #expect(settings.withoutPaths["path"] == nil)
        #expect(settings.withoutPaths["attributes"] == "b.csv")
        #expect(
            settings.withoutPaths["predictions"]
                == ["radiologist": "reader.csv", "pytorch": "p.csv"])
        #expect(study.externalSets[1].evaluation(of: "cnn4-constant") == "c-cnn4-constant")
    }

    @Test func defaultsAreThoseOfTheCommand() throws {
        let study = try read(Self.study(#"{"b": {"path": "b"}}"#))
        var expected = EvaluationSettings()
        expected.path = "/studies/b"
        #expect(study.externalSets.map(\.settings) == [expected])
        #expect(expected.withoutPaths == .object([]))
        #expect(try read(text(Self.network)).externalSets.isEmpty)
    }

    /// A record of the study contains the section, and reading it gives the same sets.
    @Test func theResolvedStudyHasTheSets() throws {
        let study = try read(
            Self.study(
                #"{"b": {"path": "../b", "threshold": 0.25, "calibrate": "auto", "split": null}}"#))
        #expect(
            study.resolved["evaluate"]?.canonical
                == #"{"b":{"calibrate":"auto","path":"../b","threshold":0.25}}"#)
        let again = try read(study.resolved.pretty)
        #expect(again.externalSets == study.externalSets)
        #expect(again.resolved == study.resolved)
        #expect(try read(text(Self.network)).resolved["evaluate"] == nil)
    }

    @Test func trialsDoNotDependOnTheSets() throws {
        let plain = try read(text(Self.network))
        let study = try read(Self.study(#"{"b": {"path": "b"}}"#))
        #expect(study.trials == plain.trials)
    }

    @Test func overridesReachASet() throws {
        let study = try read(
            Self.study(#"{"b": {"path": "b"}}"#),
            ["evaluate.b.path=c", "evaluate.b.threshold=youden", "evaluate.d.path=/d"])
        #expect(study.externalSets.map(\.name) == ["b", "d"])
        #expect(study.externalSets[0].settings.path == "/here/c")
        #expect(study.externalSets[0].settings.decisions.threshold == .rule(.youden))
    }

    /// Errors with the line and the column of the value.
    @Test(arguments: [
        (
            #"{"b": {"path": "b", "treshold": "youden"}}"#,
            [#"t.json:5:54: evaluate.b.treshold: unknown key; did you mean 'threshold'?"#]
        ),
        (
            #"{"b": {"split": "test"}}"#,
            [#"t.json:5:40: evaluate.b.path: is required; add "path": a string"#]
        ),
        (
            #"{"b": {"path": "b", "threshold": "sensitivity:1.5"}}"#,
            [
                #"t.json:5:67: evaluate.b.threshold: must be youden, sensitivity:0.95, specificity:0.9, cost:FP,FN, or a probability between 0 and 1, such as 0.3; got "sensitivity:1.5""#
            ]
        ),
        (
            #"{"b": {"path": "b", "threshold": 1}}"#,
            [
                #"t.json:5:67: evaluate.b.threshold: must be youden, sensitivity:0.95, specificity:0.9, cost:FP,FN, or a probability between 0 and 1, such as 0.3; got 1"#
            ]
        ),
        (
            #"{"b": {"path": "b", "calibrate": "sigmoid"}}"#,
            [
                #"t.json:5:67: evaluate.b.calibrate: must be one of "none", "temperature", "platt", "isotonic", "auto"; got "sigmoid""#
            ]
        ),
        (
            #"{"b": {"path": "b", "prevalences": [0.2, 1.5]}}"#,
            [#"t.json:5:75: evaluate.b.prevalences[1]: must be in (0, 1); got 1.5"#]
        ),
        (
            #"{"b": {"path": "b", "prevalences": [0.2, 0.2]}}"#,
            [
                #"t.json:5:75: evaluate.b.prevalences[1]: is the same value as evaluate.b.prevalences[0]; remove one of them"#
            ]
        ),
        (
            #"{"b": {"path": "b", "split": "tests"}}"#,
            [
                #"t.json:5:63: evaluate.b.split: must be one of "train", "val", "test"; got "tests"; did you mean "test"?"#
            ]
        ),
        (
            #"{"b": {"path": "b", "abstain": 1}}"#,
            [#"t.json:5:65: evaluate.b.abstain: must be in (0, 1); got 1"#]
        ),
        (
            #"{"b": {"path": "b", "by": ["sex"]}}"#,
            [
                #"t.json:5:40: evaluate.b: the attribute 'sex' is a column of a table; set "attributes" to the path of the table"#
            ]
        ),
        (
            #"{"b": {"path": "b", "predictions": ["a.csv"]}}"#,
            [
                #"t.json:5:69: evaluate.b.predictions: must be an object with the path of a file for each name; got an array"#
            ]
        ),
        (
            #"{"b": {"path": "b", "predictions": {"a/b": "a.csv"}}}"#,
            [
                #"t.json:5:70: evaluate.b.predictions.a/b: must be a folder name: at most 100 letters, digits, '.', '_' or '-', beginning with a letter or digit and not ending with '.'; got "a/b""#
            ]
        ),
        (
            #"{"b": {"path": "b", "predictions": {"a": "a.csv", "A": "b.csv"}}}"#,
            [
                #"t.json:5:84: evaluate.b.predictions.A: has the same name as 'a', ignoring case; choose another"#
            ]
        ),
        (
            #"{"b": {"path": "b", "commonImages": true}}"#,
            [#"t.json:5:70: evaluate.b.commonImages: requires "predictions""#]
        ),
        (
            #"{"b": {"path": "b", "tta": ["flip"]}}"#,
            [
                #"t.json:5:61: evaluate.b.tta: must be one of "horizontalFlip", "verticalFlip", "rotate90", "rotate180", "rotate270"; got "flip""#
            ]
        ),
        (
            #"["b"]"#,
            [
                #"t.json:5:34: evaluate: must be an object with an external set for each name; got an array"#
            ]
        ),
        (
            #"{"b": "Data/b"}"#,
            [#"t.json:5:40: evaluate.b: must be an object; got "Data/b""#]
        ),
        (
            #"{"a/b": {"path": "b"}}"#,
            [
                #"t.json:5:35: evaluate.a/b: must be a folder name: at most 100 letters, digits, '.', '_' or '-', beginning with a letter or digit and not ending with '.'; got "a/b""#
            ]
        ),
        (
            #"{"b": {"path": "b", "ensemble": true}}"#,
            [
                #"t.json:5:66: evaluate.b.ensemble: requires several trials of each configuration; 'cnn4-constant' has one: sweep "seed" or the folds of a cross-validation"#
            ]
        ),
        (
            #"{"b": {"path": "b"}, "B": {"path": "c"}}"#,
            [
                #"t.json:5:60: evaluate.B: the evaluation 'B-cnn4-constant' would have the same name as one of 'b' (ignoring case); choose another name for the set"#
            ]
        ),
    ])
    func errorsHaveLocations(_ evaluate: String, _ expected: [String]) {
        #expect(messages(Self.study(evaluate)) == expected)
    }

    @Test func aSetIsNotSwept() {
        let errors = messages(
            Self.study(#"{"b": {"path": "b"}}"#, #", "sweep": {"evaluate.b.path": ["c", "d"]}"#))
        #expect(errors.count == 1)
        #expect(errors.first?.contains("evaluate cannot be swept") == true)
    }

    @Test func theOldWordsLeadToTheSection() {
        let errors = messages(text(Self.network + #", "evaluation": {}"#))
        #expect(errors.first?.contains("did you mean 'evaluate'?") == true, "\(errors)")
    }

    @Test(arguments: [
        (#"{"b": {"path": "b", "threshold": "cost:1,20", "prevalences": [0.5]}}"#, true),
        (#"{"b": {"path": "b", "threshold": null, "calibrate": "auto"}}"#, true),
        (#"{"b": {"path": "b", "tta": [], "predictions": {"r": "r.csv"}}}"#, true),
        (#"{"b": {"path": "b", "predictions": ["r.csv"]}}"#, false),
        (#"{"b": {"threshold": 0.5}}"#, false), (#"{"b": {"path": "b", "threshold": 2}}"#, false),
        (#"{"b": {"path": "b", "other": 1}}"#, false), (#"{".b": {"path": "b"}}"#, false),
    ])
    func theSchemaDescribesTheSection(_ evaluate: String, _ isValid: Bool) throws {
        let validator = SchemaValidator(root: Study.schema(catalog: .fake))
        let json = try JSONDocument(text: Self.study(evaluate), file: "t.json").value
        #expect(try validator.isValid(json) == isValid)
    }

    /// A stored property without a declaration would be neither read nor written; those of parts
    /// are settings of their own.
    @Test func everyStoredPropertyIsDeclared() {
        func names(_ value: Any) -> Set<String> {
            Set(Mirror(reflecting: value).children.compactMap(\.label))
        }
        let initial = EvaluationSettings()
        let decisions: Set = ["threshold", "calibrate", "tta", "abstain"]
        #expect(
            names(initial.decisions) == [
                "threshold", "calibration", "augmentation", "abstention", "usualThreshold",
            ])
        let all = names(initial).subtracting(["decisions", "subgroups"]).union(decisions)
            .union(names(initial.subgroups))
        let schema = Study.schema(catalog: .fake)["properties"]
        let members = schema?["evaluate"]?["additionalProperties"]?["properties"]?.members ?? []
        #expect(all == Set(members.map(\.key)))
        let section = schema?["decisions"]?["properties"]?.members ?? []
        #expect(decisions == Set(section.map(\.key)))
        let page = Study.reference(catalog: .fake)
        for name in all { #expect(page.contains("\n### `evaluate.NAME.\(name)`\n"), "\(name)") }
        for name in decisions { #expect(page.contains("\n### `decisions.\(name)`\n"), "\(name)") }
    }
}
