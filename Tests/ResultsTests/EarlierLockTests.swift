import JSON
import Results
import Studies
import Testing
import Vocabulary

/// Locks that a version with the old names of settings wrote.
@Suite struct EarlierLockTests {
    /// A lock under old names, written and read.
    private static func lock(codeVersion: String) throws -> StudyLock {
        let lock = StudyLock(
            name: "a", title: "a", question: "", studyFile: "a.json",
            overrides: ["network.unfreezeAt=1", "schedule.warmup=2"],
            study: ["name": "a", "sweep": ["schedule.per": ["step"]]],
            axes: [Study.Axis(path: "schedule.per", labels: ["step"])],
            dataset: DatasetRecord(
                path: "", classes: [], counts: [:], fingerprint: "", imageSize: 0),
            codeVersion: codeVersion, platform: .unknown,
            trials: [
                TrialEntry(
                    id: "t", group: "t", coordinates: ["schedule.per": "step"], seed: 1, key: "k")
            ])
        return try StudyLock(JSONDocument(text: lock.json.pretty, file: "study.lock.json"))
    }

    @Test func isReadUnderTheCurrentNames() throws {
        let lock = try Self.lock(codeVersion: "0.1.0")
        #expect(lock.axes.map(\.path) == ["schedule.interval"])
        #expect(lock.trials[0].coordinates == ["schedule.interval": "step"])
        #expect(lock.study["sweep"] == ["schedule.interval": ["step"]])
        #expect(lock.overrides == ["network.unfreezeEpoch=1", "schedule.warmup.epochs=2"])
    }

    /// Another program may have a parameter of the same name.
    @Test func namesOfOtherProgramsStay() throws {
        let lock = try Self.lock(codeVersion: TrialRecord.unknownProgram)
        #expect(lock.axes.map(\.path) == ["schedule.per"])
        #expect(lock.trials[0].coordinates == ["schedule.per": "step"])
    }

    /// The rule that stopped a trial is compared with that of the study.
    @Test func theRuleOfAStoppedTrial() {
        let json: JSONValue = [
            "rule": "median", "settings": ["kind": "median", "first": 2, "every": 1, "least": 4],
            "epoch": 2, "epochs": 4, "reason": "worse",
        ]
        #expect(
            PruningRecord(json)?.settings
                == ["kind": "median", "minEpochs": 2, "every": 1, "minTrials": 4])
    }
}
