import Files
import Foundation
import Results
import Runner
import Settings
import Studies
import Synchronization
import TestSupport
import Testing
import Training

/// Trials that fail, each in a process of its own.
@Suite(.serialized) struct FailureTests {
    private static func study(
        _ folder: String, schedules: String = #"["constant", "cosine"]"#
    ) -> PhantomStudy {
        PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#,
            optimizer: #"{ "kind": "sgd", "learningRate": 0.01 }"#,
            sweep: #"{ "schedule": \#(schedules), "seed": [1] }"#)
    }

    /// Runs a study by an executor; its failures and what it told.
    @discardableResult
    private static func run(
        _ study: PhantomStudy, _ executor: any Executor, retries: Int = 0, failsFast: Bool = false
    ) throws -> (failures: Int, events: [String], folder: ResultsFolder) {
        let plan = try study.plan()
        let events = Mutex<[String]>([])
        let runner = try StudyRunner(
            plan, studyFile: "phantoms.json", overrides: [], executor: executor,
            failsFast: failsFast, retries: retries, kernelCache: .ofTheseTests, store: study.store
        ) { event in
            switch event {
            case .retrying(let trial, _): events.withLock { $0.append("again \(trial.id)") }
            case .failed(let trial, _): events.withLock { $0.append("failed \(trial.id)") }
            case .finished(let trial, _): events.withLock { $0.append("finished \(trial.id)") }
            default: break
            }
        }
        return (try runner.run(), events.withLock { $0 }, plan.folder)
    }

    /// A program in the place of `study`, as a shell script.
    private static func program(_ script: String, in folder: String) throws -> String {
        let path = "\(folder)/program"
        try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, 0o755)
        return path
    }

    /// `study` itself.
    private static var study: String {
        Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent("study").path
            ?? ""
    }

    private static func rates(_ rates: String) -> String {
        #"{ "training.optimizer.learningRate": [\#(rates)], "seed": [1] }"#
    }

    /// A rate that sends the loss to infinity, among others that train together with it or beside it.
    @Test(arguments: [
        #"{ "kind": "cnn4", "channels": 8 }"#,
        #"{ "kind": "cnn4", "channels": 8, "train": "head", "head": "linear" }"#,
    ])
    func divergingFailsAlone(_ network: String) throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            study.sweep = Self.rates("0.01, 1e38, 0.02")
            study.network = network
            study.epochs = 3
            let (failures, events, results) = try Self.run(
                study, InProcess(store: study.store), retries: 2)
            #expect(failures == 1)
            #expect(events.filter { $0.hasPrefix("again") } == [])
            let lock = try results.readLock()
            guard case .failed(let message) = lock.trials[1].state else {
                Issue.record("expected a failed trial, got \(lock.trials[1].state)")
                return
            }
            #expect(
                message.contains(
                    /^diverged: the train loss is (-?nan|inf) at epoch 1, step [23] of 3; a lower/)
            )
            #expect(lock.trials[0].state == .complete && lock.trials[2].state == .complete)
            let trial = results.trial(lock.trials[1].id)
            let record = try #require(try trial.readFailure())
            #expect(record.kind == .diverged && record.message == message && record.attempts == 1)
            #expect(try trial.readSteps().count >= 2)
            #expect(!trial.isComplete)
            let state = try study.plan().entries[1].state
            #expect(state == .failed(message))
            // The others have the bits that they would have had without it.
            study.sweep = Self.rates("0.01, 0.02")
            try study.run("others")
            var expected = try study.files("others")
            for (id, files) in try study.files() {
                #expect(expected.removeValue(forKey: id) == files)
            }
            #expect(expected.isEmpty)
        }
    }

    @Test func lastWordsAndTheEndAreKept() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let script = try Self.program("cat > /dev/null; echo no luck >&2; exit 3", in: folder)
            let (failures, _, results) = try Self.run(study, LocalExecutor(program: script))
            #expect(failures == 2)
            let trial = results.trial("cnn4-cosine-s1")
            let record = try #require(try trial.readFailure())
            #expect(record.message == "no luck" && record.lastWords == ["no luck"])
            #expect(record.exitStatus == 3 && record.signal == nil && record.kind == .error)
            #expect(try #require(record.peakBytes) > 100_000)
            let log = try String(contentsOfFile: trial.logPath, encoding: .utf8)
            #expect(
                log.contains(
                    /^# \S+ process \d+ on .*, \d+ threads\nno luck\n# \S+ exit status 3, peak memory [\d.]+ [MG]B\n$/
                ))
            #expect(
                try study.plan().entries.map(\.state) == [.failed("no luck"), .failed("no luck")])
            // The next run trains them, and the failures are gone.
            #expect(try Self.run(study, LocalExecutor(program: Self.study)).failures == 0)
            #expect(try trial.readFailure() == nil)
            #expect(try study.plan().entries.map(\.state) == [.done, .done])
            let after = try String(contentsOfFile: trial.logPath, encoding: .utf8)
            #expect(after.contains("exit status 0"))
        }
    }

    @Test(arguments: [
        ("KILL", 9, "signal 9 (SIGKILL)"), ("SEGV", 11, "signal 11 (Segmentation fault)"),
    ])
    func aSignalIsTold(_ name: String, _ number: Int, _ words: String) throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, schedules: #"["constant"]"#)
            let script = try Self.program(
                "cat > /dev/null; echo dying >&2; kill -\(name) $$", in: folder)
            let (failures, _, results) = try Self.run(study, LocalExecutor(program: script))
            #expect(failures == 1)
            let record = try #require(try results.trial("cnn4-constant-s1").readFailure())
            #expect(record.signal == number && record.exitStatus == nil && record.kind == .killed)
            #expect(record.message.contains(words) && record.message.hasSuffix("dying"))
        }
    }

    /// A process that is gone before it has read its job.
    @Test func aProgramThatCannotStartIsSaid() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, schedules: #"["constant"]"#)
            var results = try Self.run(study, LocalExecutor(program: "\(folder)/nowhere")).folder
            var record = try #require(try results.trial("cnn4-constant-s1").readFailure())
            #expect(record.message == "cannot start \(folder)/nowhere: No such file or directory")
            let script = try Self.program("exit 7", in: folder)
            results = try Self.run(study, LocalExecutor(program: script)).folder
            record = try #require(try results.trial("cnn4-constant-s1").readFailure())
            #expect(record.message == "exit status 7")
        }
    }

    /// Dies the first time, with a state saved or not, and trains the second time.
    @Test func retriesEndWithTheBitsOfOthers() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, schedules: #"["constant"]"#)
            try study.run("others")
            let script = try Self.program(
                """
                if [ -e \(folder)/mark ]; then exec \(Self.study) "$@"; fi
                touch \(folder)/mark; cat > /dev/null; exit 1
                """, in: folder)
            let none = try Self.run(study, LocalExecutor(program: script))
            #expect(none.failures == 1 && none.events == ["failed cnn4-constant-s1"])
            try FileManager.default.removeItem(atPath: "\(folder)/mark")
            let once = try Self.run(study, LocalExecutor(program: script), retries: 1)
            #expect(once.events == ["again cnn4-constant-s1", "finished cnn4-constant-s1"])
            #expect(try study.files() == study.files("others"))
        }
    }

    @Test func failFastEndsTheRun() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, schedules: #"["constant", "cosine", "exponential"]"#)
            let executor = InProcess(failing: "cnn4-cosine-s1", store: study.store)
            let (failures, events, results) = try Self.run(study, executor, failsFast: true)
            #expect(failures == 1)
            #expect(events == ["finished cnn4-constant-s1", "failed cnn4-cosine-s1"])
            #expect(
                try results.readLock().trials.map(\.state) == [
                    .complete, .failed("no luck"), .planned,
                ])
        }
    }

    /// Pictures that go away or change after the plan was made are not trained on.
    @Test func dataThatChangeDuringARunAreRefused() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder, schedules: #"["constant"]"#)
            _ = try study.plan()
            study.draws = false
            let plan = try study.plan()
            let image = try #require(
                FileManager.default.subpathsOfDirectory(atPath: "\(folder)/phantom/train")
                    .first { $0.hasSuffix(".png") || $0.hasSuffix(".jpeg") })
            func message() throws -> String {
                let runner = try StudyRunner(
                    plan, studyFile: "phantoms.json", overrides: [],
                    executor: LocalExecutor(program: Self.study), kernelCache: .ofTheseTests,
                    store: study.store
                ) { _ in }
                #expect(try runner.run() == 1)
                return try plan.folder.trial("cnn4-constant-s1").readFailure()?.message ?? ""
            }
            try FileManager.default.removeItem(atPath: "\(folder)/phantom/train/\(image)")
            #expect(
                try message()
                    == "\(folder)/phantom: its images have changed since the run began; run it again"
            )
            try FileManager.default.removeItem(atPath: "\(folder)/phantom")
            #expect(
                try message().hasPrefix("\(folder)/phantom: no such folder; expected a data set"))
        }
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
}
