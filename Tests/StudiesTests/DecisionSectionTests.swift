import Evaluation
import JSON
import Studies
import Testing
import Vocabulary

/// The section `decisions` of a study, whose settings external sets can override.
@Suite struct DecisionSectionTests {
    private static func study(_ decisions: String, _ evaluate: String = "{}") -> String {
        text(#""network": "cnn4", "decisions": \#(decisions), "evaluate": \#(evaluate)"#)
    }

    static let all = #"""
        {"threshold": "sensitivity:0.95", "calibrate": "auto", "tta": ["horizontalFlip"],
         "abstain": 0.2}
        """#

    @Test func setsHaveTheDecisionsOfTheStudy() throws {
        let study = try read(Self.study(Self.all, #"{"b": {"path": "b"}, "c": {"path": "c"}}"#))
        let expected = DecisionSettings(
            augmentation: [.horizontalFlip], calibration: .auto,
            threshold: .rule(.sensitivity(atLeast: 0.95)), abstention: 0.2)
        #expect(study.decisions == expected)
        #expect(study.externalSets.map(\.settings.decisions) == [expected, expected])
        #expect(
            expected.summary
                == "threshold sensitivity:0.95; calibrate auto; tta horizontalFlip; abstain 0.2")
        #expect(DecisionSettings(threshold: .given(0.3)).summary == "threshold 0.3")
        #expect(DecisionSettings().summary == "")
    }

    /// Each setting is overridden alone, also by its default.
    @Test(arguments: [
        (
            #""threshold": null"#,
            DecisionSettings(
                augmentation: [.horizontalFlip], calibration: .auto, abstention: 0.2)
        ),
        (
            #""calibrate": "none", "tta": []"#,
            DecisionSettings(threshold: .rule(.sensitivity(atLeast: 0.95)), abstention: 0.2)
        ),
        (
            #""abstain": null, "threshold": 0.3"#,
            DecisionSettings(
                augmentation: [.horizontalFlip], calibration: .auto, threshold: .given(0.3))
        ),
    ])
    func aSetOverridesThem(_ own: String, _ expected: DecisionSettings) throws {
        let evaluate = #"{"b": {"path": "b", \#(own)}}"#
        let study = try read(Self.study(Self.all, evaluate))
        #expect(study.externalSets.map(\.settings.decisions) == [expected])
        // The record of the study says the same, and which set has settings of its own.
        let again = try read(study.resolved.pretty)
        #expect(again.externalSets == study.externalSets)
        #expect(again.decisions == study.decisions)
        #expect(again.resolved == study.resolved)
        let names = Set(
            (study.resolved["evaluate"]?["b"]?.members ?? []).map(\.key)
        ).subtracting(["path"])
        for name in ["threshold", "calibrate", "tta", "abstain"] {
            #expect(names.contains(name) == own.contains("\"\(name)\""), "\(name)")
            #expect(study.isInherited(name, in: study.externalSets[0]) == !names.contains(name))
        }
    }

    @Test func anEvaluationRecordsWhatIsInherited() throws {
        let evaluate = #"{"b": {"path": "b"}}"#
        let inherited = try read(Self.study(#"{"calibrate": "auto"}"#, evaluate))
        let own = try read(
            Self.study("{}", #"{"b": {"path": "b", "calibrate": "auto"}}"#))
        let settings = [inherited, own].map(\.externalSets[0].settings.withoutPaths)
        #expect(settings[0] == ["calibrate": "auto"])
        #expect(settings[0] == settings[1])
    }

    @Test func trialsDoNotDependOnThem() throws {
        let plain = try read(text(#""network": "cnn4""#))
        let study = try read(text(#""network": "cnn4", "decisions": \#(Self.all)"#))
        #expect(study.trials == plain.trials)
        #expect(plain.decisions.isEmpty && plain.resolved["decisions"] == nil)
        #expect(try read(Self.study("{}")).resolved["decisions"] == nil)
    }

    /// A lock has the section as it was resolved.
    @Test func aLockIsRead() throws {
        let study = try read(Self.study(Self.all))
        #expect(try DecisionSettings(study: study.resolved, file: "lock") == study.decisions)
        #expect(try DecisionSettings(study: ["name": "a"], file: "lock").isEmpty)
        #expect(throws: StudyErrors.self) {
            try DecisionSettings(study: ["decisions": ["calibrate": "x"]], file: "lock")
        }
    }

    @Test func overridesReachThem() throws {
        let json = text(#""network": "cnn4", "evaluate": {"b": {"path": "b"}}"#)
        let study = try read(json, ["decisions.threshold=0.4", "decisions.tta=[\"rotate90\"]"])
        #expect(study.externalSets[0].settings.decisions.threshold == .given(0.4))
        #expect(study.decisions.augmentation == [.rotate90])
    }

    /// An error is reported once, where it is.
    @Test(arguments: [
        (#"{"threshold": "best"}"#, "decisions.threshold: must be youden"),
        (#"{"tresh": 1}"#, "decisions.tresh: unknown key"),
        (#"{"abstain": 2}"#, "decisions.abstain: must be in (0, 1); got 2"),
        (#"["auto"]"#, "decisions: must be an object; got an array"),
    ])
    func errorsAreReportedOnce(_ decisions: String, _ expected: String) {
        let json = Self.study(decisions, #"{"b": {"path": "b"}, "c": {"path": "c"}}"#)
        do {
            _ = try read(json)
            Issue.record("no error")
        } catch {
            #expect(error.diagnostics.count == 1, "\(error.diagnostics)")
            #expect(error.diagnostics.first.map { "\($0)" }?.contains(expected) == true)
        }
    }

    @Test(arguments: [
        (DecisionSectionTests.all, true), ("{}", true), (#"{"tta": []}"#, true),
        (#"{"path": "b"}"#, false),
        (#"{"threshold": 2}"#, false),
    ])
    func theSchemaDescribesThem(_ decisions: String, _ isValid: Bool) throws {
        let validator = SchemaValidator(root: Study.schema(catalog: .fake))
        let json = try JSONDocument(text: Self.study(decisions), file: "t.json").value
        #expect(try validator.isValid(json) == isValid)
    }
}
