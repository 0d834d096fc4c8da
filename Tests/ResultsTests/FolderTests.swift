import Foundation
import JSON
import Results
import Studies
import Testing
import TestSupport
import Vocabulary

@Suite struct FolderTests {
    /// The results folder of a trial, as commands name the trial; a copy of its folder has no lock.
    @Test func aTrialKnowsItsResultsFolder() throws {
        for path in ["/r/trials/a", "/r/trials/a/", "/r/other/../trials/a"] {
            #expect(TrialFolder(path, id: "a").results == ResultsFolder("/r"))
        }
        try withTemporaryFolder { folder in
            let trial = TrialFolder("\(folder)/trials/a", id: "a")
            #expect(try trial.readStudyLock() == nil)
            try "{".write(
                toFile: trial.results.lockPath, atomically: true, encoding: .utf8)
            #expect(throws: (any Error).self) { try trial.readStudyLock() }
        }
    }

    private let platform = Platform(
        cpu: "Example", cores: 2, instructionSet: "avx2", system: "Debian 12", oneDNN: "2.6.3",
        threads: 2)

    private var lock: StudyLock {
        let dataset = DatasetRecord(
            path: "Data/x", classes: ["A", "B"], counts: [.train: [3, 5], .test: [2, 1]],
            fingerprint: "abc", imageSize: 64, skipped: ["train/A/1.jpeg: cut off"],
            isPhantom: true)
        return StudyLock(
            name: "s", title: "T", question: "Q?", studyFile: "s.json", overrides: ["a=1"],
            study: ["name": "s", "sweep": ["seed": [1, 2]]],
            axes: [Study.Axis(path: "seed", labels: ["1", "2"])], dataset: dataset,
            codeVersion: "1.0", platform: platform,
            trials: [
                TrialEntry(
                    id: "n-s1", group: "n", coordinates: ["seed": "1"], seed: 1, key: "k1",
                    state: .complete, files: ["epochs.csv": "d1"]),
                TrialEntry(
                    id: "n-s2", group: "n", coordinates: ["seed": "2"], seed: 2, key: "k2",
                    state: .failed("boom\n\"quoted\"")),
                TrialEntry(id: "n-s3", group: "n", coordinates: [:], seed: 3, key: "k3"),
            ])
    }

    private func makeRecord() throws -> TrialRecord {
        let settings = try JSONDocument(text: #"{ "settings": { "seed": 1 } }"#, file: "trial.json")
        return TrialRecord(
            id: "n-s1", group: "n", key: "k1", settings: try RecordedSettings(settings),
            started: "2024-01-01T00:00:00Z", finished: "2024-01-01T00:01:00Z", seconds: 59.5,
            codeVersion: "1.0", platform: platform, monitor: "val_accuracy", bestEpoch: 2,
            classes: ["A", "B"], files: ["epochs.csv": "d1"])
    }

    @Test func theLockComesBackAndItsTextIsTheSameEveryTime() throws {
        let text = lock.json.pretty
        #expect(try StudyLock(JSONDocument(text: text, file: "study.lock.json")) == lock)
        #expect(try StudyLock(JSONDocument(text: text, file: "x")).json.pretty == text)
    }

    /// Locks and records of earlier versions name no commit, and none is added to them.
    @Test(arguments: [nil, "0123456789abcdef0123456789abcdef01234567-dirty"])
    func theCommitComesBack(_ commit: String?) throws {
        var (lock, record) = (lock, try makeRecord())
        (lock.commit, record.commit) = (commit, commit)
        for text in [lock.json.pretty, record.json.pretty] {
            #expect(text.contains("\"commit\"") == (commit != nil))
        }
        let document = try JSONDocument(text: lock.json.pretty, file: "study.lock.json")
        #expect(try StudyLock(document) == lock)
        let trial = try JSONDocument(text: record.json.pretty, file: "trial.json")
        #expect(try TrialRecord(trial) == record)
        #expect(lock.program == (commit == nil ? "1.0" : "1.0 (commit 0123456789ab-dirty)"))
    }

    /// A commit that one of the two locks does not name is no difference.
    @Test func commitsAreComparedWhereBothLocksNameThem() {
        func differences(_ old: String?, _ new: String?) -> [String] {
            var (before, after) = (lock, lock)
            (before.commit, after.commit) = (old, new)
            return LockDifference(
                .init(lock: before, folder: nil), .init(lock: after, folder: nil)
            ).sections.flatMap { section in section.differences.map { "\(section.title): \($0)" } }
        }
        #expect(differences(nil, "abc") == [])
        #expect(differences("abc", nil) == [])
        #expect(differences("abc", "abc") == [])
        #expect(differences("abc", "def") == ["program and platform: commit: abc -> def"])
    }

    @Test func theLocksCountsGiveTheBaseline() throws {
        #expect(lock.dataset.majorityClass == "B")
        #expect(lock.dataset.majorityBaseline(.train) == 5 / 8.0)
        #expect(lock.dataset.majorityBaseline(.test) == 1 / 3.0)
        #expect(lock.dataset.majorityBaseline(.val) == nil)
    }

    @Test func aTrialRecordComesBack() throws {
        let record = try makeRecord()
        let document = try JSONDocument(text: record.json.pretty, file: "trial.json")
        #expect(try TrialRecord(document) == record)
    }

    @Test func aBrokenLockIsNamedWithItsPlace() throws {
        let text = lock.json.pretty
        func message(_ old: String, _ new: String) -> String {
            let broken = text.replacingOccurrences(of: old, with: new)
            let error = #expect(throws: ResultsError.self) {
                _ = try StudyLock(JSONDocument(text: broken, file: "study.lock.json"))
            }
            return error.map { "\($0)" } ?? ""
        }
        #expect(
            message("\"cores\": 2", "\"cores\": \"two\"")
                == "study.lock.json:13:14: platform.cores: expected a whole number, got \"two\"")
        #expect(
            message("\"state\": \"planned\"", "\"state\": \"lost\"").hasSuffix(
                "trials[2].state: expected \"planned\", \"complete\" or \"failed\", got \"lost\""))
        #expect(
            message("\"title\": \"T\",", "").hasSuffix("title: expected a string, got nothing"))
        #expect(message("\"schemaVersion\": 1", "\"schemaVersion\": 2").contains("version 2"))
    }

    @Test func theSetsOfFeaturesComeBack() throws {
        var lock = lock
        lock.features = [
            FeaturesRecord(
                title: "vgg16 before classifier.1, 224 px", images: 13, bytes: 26,
                keys: [.init(split: .train, view: 1): "k2", .init(split: .val): "k1"],
                seconds: nil, trials: ["n-s1"])
        ]
        let keys = lock.json["features"]?.elements?.first?["keys"]
        #expect(keys?.canonical == #"{"train view 2":"k2","val":"k1"}"#)
        let text = lock.json.pretty
        #expect(try StudyLock(JSONDocument(text: text, file: "study.lock.json")) == lock)
        let broken = text.replacingOccurrences(of: "train view 2", with: "train 2")
        let error = #expect(throws: ResultsError.self) {
            _ = try StudyLock(JSONDocument(text: broken, file: "study.lock.json"))
        }
        #expect(
            error.map { "\($0)" }?.contains(
                #"features[0].keys: expected keys by sets such as "train" or "train view 1", got "#)
                == true)
    }

    /// No run may take such a folder for one without results.
    @Test func aLockThatIsALinkToNothingIsUnreadable() throws {
        let temporary = try TemporaryFolder()
        let folder = ResultsFolder(temporary.path)
        #expect(try folder.readLockIfPresent() == nil)
        #expect(try ResultsFolder("\(temporary.path)/none").readLockIfPresent() == nil)
        try FileManager.default.createSymbolicLink(
            atPath: folder.lockPath, withDestinationPath: "\(temporary.path)/elsewhere.json")
        let error = #expect(throws: ResultsError.self) { try folder.readLockIfPresent() }
        guard case .unreadableLock(let file, let reason) = error else {
            Issue.record("expected an unreadable lock, got \(String(describing: error))")
            return
        }
        #expect(file == folder.lockPath && reason.contains("elsewhere.json"))
        try folder.write(lock)
        #expect(try folder.readLockIfPresent() == lock)
    }

    /// A trial without digests is not complete, whatever its record says.
    @Test func aRecordWithoutDigestsIsRefused() throws {
        let temporary = try TemporaryFolder()
        let trial = ResultsFolder(temporary.path).trial("n-s1")
        try trial.create()
        let record = try makeRecord()
        var empty = record
        empty.files = [:]
        try trial.write(empty)
        var entry = lock.trials[2]
        let error = #expect(throws: ResultsError.self) { try entry.complete(trial) }
        #expect(
            error.map { "\($0)" }?.hasSuffix(
                "files: expected a digest of at least one file, got {}") == true)
        #expect(entry == lock.trials[2])
        try trial.write(record)
        try entry.complete(trial)
        #expect(entry.state == .complete && entry.files == record.files)
    }

    @Test func aFolderWithoutALockIsNoResultsFolder() throws {
        let temporary = try TemporaryFolder()
        let error = #expect(throws: ResultsError.self) {
            _ = try ResultsFolder(temporary.path).readLock()
        }
        #expect(error == .notResults(folder: temporary.path))
    }

    @Test func resultsAreReadBackAndSummed() throws {
        let temporary = try TemporaryFolder()
        let folder = ResultsFolder(temporary.path + "/results/")
        try folder.write(lock)
        let trial = folder.trial("n-s1")
        try trial.create()
        #expect(!trial.isComplete)
        let epochs = (1...2).map { epoch in
            EpochRecord(
                epoch: epoch, learningRate: 0.1, train: Metrics(loss: 1, accuracy: 0.5),
                test: Metrics(loss: 2, accuracy: Double(epoch) / 4), seconds: 1)
        }
        try trial.write(epochs)
        try trial.write([StepRecord(step: 1, learningRate: 0.1, loss: 3)])
        let record = try makeRecord()
        try trial.write(record)
        try folder.writeSummary()
        let results = try StudyResults(folder)
        #expect(results.trials.count == 1)
        #expect(results.trials.first?.epochs == epochs)
        #expect(results.trials.first?.best == epochs[1])
        #expect(try trial.readSteps().count == 1)
        #expect(try trial.readPredictions(.test) == nil)
        #expect(trial.isComplete)
        #expect(
            try String(contentsOfFile: folder.summaryPath, encoding: .utf8) == """
                id,group,seed,state,epochs,best_epoch,best_train_loss,best_train_accuracy,\
                best_test_loss,best_test_accuracy,last_train_loss,last_train_accuracy,\
                last_test_loss,last_test_accuracy,seconds
                n-s1,n,1,complete,2,2,1,0.5,2,0.5,1,0.5,2,0.5,59.5
                n-s2,n,2,failed,,,,,,,,,,,
                n-s3,n,3,planned,,,,,,,,,,,

                """)
    }

    @Test func digestsCoverTheFilesOfATrial() throws {
        let temporary = try TemporaryFolder()
        let trial = ResultsFolder(temporary.path).trial("n-s1")
        try trial.create()
        try trial.write([StepRecord(step: 1, learningRate: 0.1, loss: 3, gradientNorm: 2)])
        let record = try makeRecord()
        try trial.write(record)
        try FileManager.default.createDirectory(
            atPath: trial.statePath, withIntermediateDirectories: true)
        #expect(
            try trial.digests() == [
                "steps.csv": "3a746018b1699f39c91d937fb17580e7fea16891c423ac897de34ad9abde66c6"
            ])
    }

    @Test(arguments: ["", "../x", "a/b", ".hidden", "ü"])
    func aTrialCannotLeaveTheFolder(_ id: String) throws {
        let temporary = try TemporaryFolder()
        #expect(throws: ResultsError.badTrialName(id)) {
            try ResultsFolder(temporary.path).trial(id).create()
        }
    }
}

@Suite struct FolderLockTests {
    @Test func aSecondRunIsRefusedAndToldByWhom() throws {
        let temporary = try TemporaryFolder()
        let folder = ResultsFolder(temporary.path + "/r")
        let held = try folder.acquire()
        let error = #expect(throws: ResultsError.self) { _ = try folder.acquire() }
        #expect("\(error as Any)".contains("process \(getpid()) on "))
        held.release()
        held.release()
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/.lock"))
        try folder.acquire().release()
    }

    @Test func theFileOfADeadProcessIsTakenOver() throws {
        let temporary = try TemporaryFolder()
        let folder = ResultsFolder(temporary.path)
        try "process 999999999 on elsewhere\n".write(
            toFile: folder.path + "/.lock", atomically: true, encoding: .utf8)
        let held = try folder.acquire()
        let text = try String(contentsOfFile: folder.path + "/.lock", encoding: .utf8)
        #expect(text.hasPrefix("process \(getpid()) on "))
        held.release()
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock"), "needs flock"))
    func aLivingProcessHoldsItUntilItDies() throws {
        let temporary = try TemporaryFolder()
        let folder = ResultsFolder(temporary.path)
        let ready = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        process.arguments = [
            "--no-fork", folder.path + "/.lock", "sh", "-c", "echo ready; exec sleep 60",
        ]
        process.standardOutput = ready
        try process.run()
        #expect(ready.fileHandleForReading.availableData.isEmpty == false)
        #expect(throws: ResultsError.self) { _ = try folder.acquire() }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try folder.acquire().release()
    }

    /// The lock of a dead run is taken over, and says whose it was.
    @Test func theLockOfADeadRunIsTakenOver() throws {
        try withTemporaryFolder { path in
            let folder = ResultsFolder(path)
            try "process 4194305 on elsewhere\n".write(
                toFile: "\(path)/.lock", atomically: true, encoding: .utf8)
            let lock = try folder.acquire()
            #expect(lock.deadOwner == "process 4194305 on elsewhere")
            #expect(throws: ResultsError.self) { try folder.acquire() }
            lock.release()
            #expect(try folder.acquire().deadOwner == nil)
        }
    }

    @Test func aLockThatIsForgottenIsReleased() throws {
        let temporary = try TemporaryFolder()
        let folder = ResultsFolder(temporary.path)
        do { _ = try folder.acquire() }
        #expect(throws: Never.self) { try folder.acquire().release() }
    }
}
