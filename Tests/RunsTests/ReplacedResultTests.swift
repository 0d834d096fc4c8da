import Files
import Foundation
import JSON
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Finished trials that are replaced, and trials that resume.
@Suite(.serialized) struct ReplacedResultTests {
    private static let id = "cnn4-constant-s1"

    private static func study(_ folder: String) -> PhantomStudy {
        PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: 1,
            sweep: #"{ "schedule": ["constant"], "seed": [1] }"#)
    }

    private func results(_ study: PhantomStudy) -> ResultsFolder {
        ResultsFolder("\(study.folder)/results")
    }

    private func state(_ study: PhantomStudy, _ id: String = Self.id) throws -> StudyPlan.State {
        try #require(try study.plan().entries.first { $0.trial.id == id }).state
    }

    /// The result of a stopped trial is kept when the trial resumes under a different rule, even if
    /// that fails.
    @Test func theResultOfAStoppedTrialThatResumesIsKept() throws {
        try withTemporaryFolder { folder in
            var study = PhantomStudy(
                folder, network: #"{ "kind": "cnn4", "channels": 8, "dropout": 0.2 }"#,
                optimizer: #"{ "kind": "adam", "learningRate": 0.002 }"#, epochs: 2,
                sweep: """
                    { "training.optimizer.learningRate": [0.002, 1e-7, 0.001, 1e-8], "seed": [1] }
                    """)
            study.monitor = "val_loss"
            let halving = #"{ "kind": "successiveHalving", "minEpochs": 1 }"#
            study.pruning = halving
            let results = results(study)
            let stopped = try #require(try study.run().trials.first { $0.record.pruned != nil })
            let id = stopped.entry.id
            let trial = results.trial(id)
            let files = try trial.digests()

            study.pruning = nil
            let failing = InProcess(failing: id, store: study.store)
            try study.run("results", failing, failures: 1)
            #expect(!trial.isComplete)
            let name = "\(id)-\(stopped.record.key.prefix(8))"
            #expect(results.replacedNames.contains(name))
            let kept = TrialFolder("\(results.replacedPath)/\(name)", id: id)
            func expectKept(sourceLocation: SourceLocation = #_sourceLocation) throws {
                #expect(try kept.digests() == files, sourceLocation: sourceLocation)
                #expect(try kept.readRecord() == stopped.record, sourceLocation: sourceLocation)
            }
            try expectKept()
            #expect(!FileManager.default.fileExists(atPath: kept.statePath))
            // The trial resumes from its checkpoint, and does not write to the kept result.
            #expect(try state(study, id) == .resumes(epochs: 1, steps: 0))
            let whole = try study.run().trials
            #expect(whole.count == 4 && whole.allSatisfy { $0.record.pruned == nil })
            try expectKept()

            // The result is not valid under a different rule.
            try FileManager.default.removeItem(atPath: trial.path)
            #expect(try state(study, id) == .new)
            study.pruning = halving
            #expect(try state(study, id) == .replaced(name))
            #expect(try study.plan().restoreReplaced(nil).contains(id))
            #expect(try trial.readRecord() == stopped.record)
            #expect(try state(study, id) == .done)
        }
    }

    /// A failed trial stays failed even if an earlier result with the same key is kept, as after a
    /// forced training on a cluster.
    @Test func aTrialStaysFailedUntilItIsTrained() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            try study.run()
            try study.plan().moveToReplaced([Self.id])
            let found = try state(study)
            guard case .replaced = found else {
                Issue.record("expected a replaced result, got \(found)")
                return
            }
            let failing = InProcess(failing: Self.id, store: study.store)
            try study.run("results", failing, failures: 1)
            let plan = try study.plan()
            #expect(plan.entries[0].state == .failed("no luck"))
            let runState = try RunState(RunScope(plan, studyFile: "phantoms.json", only: []))
            #expect(try runState.collect(plan) == 1)
            #expect(try results(study).readLock().trials[0].state == .failed("no luck"))
        }
    }

    @Test func aResultIsFoundByItsName() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let results = results(study)
            try study.run()
            let trial = results.trial(Self.id)
            var record = try trial.readRecord()
            let times = ["2026-01-03T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]
            for time in times {
                record.finished = time
                try trial.write(record)
                try results.keepCopy(of: trial)
            }
            // Damaged results and files are ignored.
            try FileManager.makeFolder("\(results.replacedPath)/other-12345678")
            try AtomicFile.write("{", to: "\(results.replacedPath)/other-12345678/trial.json")
            try AtomicFile.write("{", to: "\(results.replacedPath)/study.lock.json")
            let name = "\(Self.id)-\(record.key.prefix(8))"
            #expect(
                results.replacedNames == [name, "\(name)-2", "\(name)-3", "other-12345678"])
            let index = ReplacedIndex(results)
            #expect(index.latest(Self.id, key: record.key)?.name == name)
            #expect(index.latest("other", key: "12345678") == nil)
            let older = index.latest(Self.id, key: record.key) { $0.finished != times[0] }
            #expect(older?.name == "\(name)-3")
            #expect(try StudyStatus(results).replaced == results.replacedNames)
        }
    }

    /// A process may be killed after it has written the predictions, before or after the record.
    @Test(arguments: [false, true])
    func anInterruptedUpdateOfPatientsIsCompleted(_ isRecorded: Bool) throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            let results = results(study)
            try study.run()
            let trial = results.trial(Self.id)
            let names = try trial.names().filter { $0.hasPrefix("predictions-") } + ["trial.json"]
            #expect(names.count >= 3)
            func contents() throws -> [String: Data] {
                var contents: [String: Data] = [:]
                for name in names {
                    contents[name] = try Data(
                        contentsOf: URL(fileURLWithPath: "\(trial.path)/\(name)"))
                }
                return contents
            }
            let old = try contents()
            study.dataset = #""groupPattern": "(.+)""#
            try study.run()
            let new = try contents()
            #expect(names.allSatisfy { old[$0] != new[$0] })

            let prepared = "\(trial.path)/.prepared"
            try FileManager.makeFolder(prepared)
            for name in names {
                let isRecord = name == "trial.json"
                let current = isRecord && isRecorded ? new[name] : old[name]
                try AtomicFile.write(try #require(current), to: "\(trial.path)/\(name)")
                if !isRecord {
                    try AtomicFile.write(try #require(new[name]), to: "\(prepared)/\(name)")
                }
            }
            let executor = InProcess(store: study.store)
            try study.run("results", executor)
            #expect(executor.trained == [])
            #expect(try contents() == new)
            #expect(!FileManager.default.fileExists(atPath: prepared))
            #expect(try FolderCheck(results, results.readLock()).mismatches == [])
        }
    }

    // MARK: - The study of a folder

    private func owns(
        _ results: ResultsFolder, _ plan: StudyPlan, _ file: String, keys: Set<String>? = nil,
        name: String? = nil
    ) throws -> Bool {
        var study = plan.study
        study.name = name ?? study.name
        do {
            try results.check(belongsTo: study, studyFile: file, keys: keys ?? plan.keys)
            return true
        } catch ResultsError.otherStudy { return false }
    }

    /// A folder belongs to a study that has a trial in common with it, or the same name and path of
    /// its file.
    @Test func aFolderBelongsToTheStudyWithItsTrials() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let results = results(study)
            try study.run()
            let plan = try study.plan()
            let (own, other) = ("\(folder)/a/study.json", "\(folder)/b/study.json")
            let changed: Set<String> = ["another key"]
            try results.setAsideOtherTrials(
                for: plan.study, studyFile: own, keys: plan.keys, replacing: false)

            #expect(try owns(results, plan, own))
            #expect(try owns(results, plan, own, keys: changed))
            #expect(try owns(results, plan, "\(folder)/a/../a/./study.json", keys: changed))
            // The study is renamed, with a trial in common.
            #expect(try owns(results, plan, other))
            #expect(try owns(results, plan, own, name: "another"))
            #expect(try owns(results, plan, other, name: "another"))
            // A different project has a file with the same name, and a trial with the same id.
            #expect(try !owns(results, plan, other, keys: changed))
            #expect(try !owns(results, plan, own, keys: changed, name: "another"))
            // An unknown key is not a common trial.
            var lock = try results.readLock()
            for index in lock.trials.indices { lock.trials[index].key = "" }
            try results.write(lock)
            #expect(try !owns(results, plan, other, keys: [""]))
        }
    }

    /// A project whose folder is moved keeps its results.
    @Test func aFolderMovesWithItsStudy() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            try study.run("before/results/out")
            let plan = try study.plan("before/results/out")
            try plan.folder.setAsideOtherTrials(
                for: plan.study, studyFile: "\(folder)/before/study.json", keys: plan.keys,
                replacing: false)
            try FileManager.default.moveItem(
                atPath: "\(folder)/before", toPath: "\(folder)/after")
            let moved = ResultsFolder("\(folder)/after/results/out")
            let keys: Set<String> = ["another key"]
            #expect(try owns(moved, plan, "\(folder)/after/study.json", keys: keys))
            #expect(try !owns(moved, plan, "\(folder)/other/study.json", keys: keys))
        }
    }

    /// Results of earlier versions contain the file's path as it was typed.
    @Test(arguments: [
        ("/a/study.json", "/a/study.json", true), ("/a/study.json", "/b/study.json", false),
        ("study.json", "/b/study.json", true), ("a/study.json", "/x/a/study.json", true),
        ("../a/study.json", "/x/a/study.json", true), ("./a/study.json", "/x/b/study.json", false),
        ("other.json", "/x/study.json", false),
    ])
    func theTypedPathIsComparedForEarlierVersions(
        _ known: String, _ typed: String, _ isOwn: Bool
    ) throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let results = results(study)
            try study.run()
            var lock = try results.readLock()
            lock.studyFile = known
            try results.write(lock)
            let plan = try study.plan()
            #expect(try owns(results, plan, typed, keys: ["another key"]) == isOwn)
            #expect(try owns(results, plan, typed))
        }
    }
}
