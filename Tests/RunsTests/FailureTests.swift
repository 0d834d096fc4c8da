import Files
import Foundation
import JSON
import ProgramSupport
import Results
import Runs
import Studies
import Synchronization
import Testing
import TestSupport
import Training
import Vocabulary

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

    /// A rate that sends the loss to infinity, among others that train together with it or beside
    /// it.
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

    /// A process of its own, whose first steps take a few milliseconds: what it says last arrives.
    @Test func aDivergenceInShortStepsIsSaidAndNotRetried() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            study.sweep = Self.rates("0.01, 1e30, 1e38")
            study.network = #"{ "kind": "cnn4", "channels": 1 }"#
            let (failures, events, results) = try Self.run(
                study, LocalExecutor(program: Self.study), retries: 2)
            #expect(failures == 2 && !events.contains { $0.hasPrefix("again") })
            for entry in try results.readLock().trials.dropFirst() {
                let record = try #require(try results.trial(entry.id).readFailure())
                #expect(record.kind == .diverged && record.attempts == 1)
                #expect(
                    record.message.contains(
                        /^diverged: the (train loss|norm of the gradient) is \S+ at epoch 1, step [123] of 3; a lower/
                    ), "\(record.message)")
            }
        }
    }

    /// Progress may be left out; an epoch's end, a trial's and a divergence are sent however close
    /// they are.
    @Test func onlyProgressIsLeftOut() {
        func event(_ trial: String) -> TrialEvent {
            TrialEvent(trial: trial, fraction: 0.5, epoch: 1, epochs: 2, loss: 1)
        }
        let start = ContinuousClock.now
        var throttle = EventThrottle()
        func admits(_ event: TrialEvent, _ milliseconds: Int) -> Bool {
            throttle.admits(event, at: start + .milliseconds(milliseconds))
        }
        #expect(admits(event("a"), 0))
        #expect(!admits(event("a"), 1))
        #expect(admits(event("b"), 1))
        var (ended, finished, diverged) = (event("a"), event("a"), event("a"))
        ended.isEpochEnd = true
        finished.isFinished = true
        diverged.failure = .init(kind: .diverged, message: "diverged")
        for event in [ended, finished, diverged, ended] {
            #expect(admits(event, 2))
        }
        #expect(!admits(event("a"), 90))
        #expect(admits(event("a"), 110))
    }

    /// A library that prints to standard output does not break the events that are sent there.
    @Test func whatLibrariesPrintGoesToTheLog() throws {
        try withTemporaryFolder { folder in
            let study = try CommandLineStudy(
                in: folder, named: "loud",
                text: """
                    {
                      "name": "loud",
                      "dataset": {
                        "path": "phantom", "resize": 36, "crop": 32,
                        "phantom": { "size": 40, "train": 40, "val": 8, "test": 8 }
                      },
                      "training": { "epochs": 2, "batchSize": 8, "threads": 1,
                        "optimizer": { "kind": "sgd", "learningRate": 0.01 } },
                      "network": { "kind": "cnn4", "channels": 8 },
                      "sweep": { "training.optimizer.learningRate": [0.01, 1e38] }
                    }
                    """, environment: ["DNNL_VERBOSE": "1"])
            let results = ResultsFolder("\(folder)/results")
            #expect(try study.end("results").status == 1)
            let lock = try results.readLock()
            #expect(lock.trials.map(\.state.word).sorted() == ["complete", "failed"])
            let failed = try #require(lock.trials.first { $0.state != .complete })
            #expect(try #require(try results.trial(failed.id).readFailure()).kind == .diverged)
            let log = try String(contentsOfFile: results.trial(failed.id).logPath, encoding: .utf8)
            #expect(log.contains("onednn_verbose"))
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
            #expect(record.message.contains(words))
            #expect(record.message.hasSuffix("; dying (trials/cnn4-constant-s1/log.txt, line 2)"))
        }
    }

    /// A crash's dump of threads and registers stays in the trial's log: the reason is one line
    /// that says where.
    @Test func aDumpStaysInTheLog() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, schedules: #"["constant"]"#)
            let script = try Self.program(
                """
                cat > /dev/null
                echo '*** Program crashed: Bad pointer dereference at 0x0000000000000008 ***' >&2
                for name in rax rbx rcx; do echo "$name 0x00007ffd085450d8  78 d4" >&2; done
                kill -SEGV $$
                """, in: folder)
            let (failures, events, results) = try Self.run(
                study, LocalExecutor(program: script), retries: 1)
            #expect(failures == 1 && events.count == 2)
            let trial = results.trial("cnn4-constant-s1")
            let record = try #require(try trial.readFailure())
            #expect(
                record.message
                    == "its process was ended by signal 11 (Segmentation fault); what it wrote before begins at "
                    + "trials/cnn4-constant-s1/log.txt, line 2")
            #expect(try results.readLock().trials.map(\.state) == [.failed(record.message)])
            let log = try String(contentsOfFile: trial.logPath, encoding: .utf8)
            #expect(log.split(separator: "\n")[1].hasPrefix("*** Program crashed"))
        }
    }

    /// A finished trial that is trained again comes back when that crashes; the log is that of the
    /// crash.
    @Test func theLogOfACrashOutlastsTheTrialThatComesBack() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder, schedules: #"["constant"]"#)
            #expect(try Self.run(study, LocalExecutor(program: Self.study)).failures == 0)
            study.epochs += 1
            let script = try Self.program(
                "cat > /dev/null; printf 'one\\ntwo\\n' >&2; kill -SEGV $$", in: folder)
            let (_, _, results) = try Self.run(study, LocalExecutor(program: script))
            let trial = results.trial("cnn4-constant-s1")
            let message = try #require(try trial.readFailure()).message
            #expect(message.hasSuffix("begins at trials/cnn4-constant-s1/log.txt, line 2"))
            let log = try String(contentsOfFile: trial.logPath, encoding: .utf8)
            #expect(log.split(separator: "\n")[1] == "one")
        }
    }

    /// A single line that tells an address is not repeated either; other lines are.
    @Test(arguments: [
        (
            "free(): invalid pointer",
            "free(): invalid pointer (trials/cnn4-constant-s1/log.txt, line 2)"
        ),
        ("Bad address 0x00007ffd085450d8", "see trials/cnn4-constant-s1/log.txt, line 2"),
    ])
    func aLineIsRepeatedUnlessItIsOfAddresses(_ line: String, _ words: String) throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, schedules: #"["constant"]"#)
            let script = try Self.program(
                "cat > /dev/null; echo '\(line)' >&2; kill -ABRT $$", in: folder)
            let (_, _, results) = try Self.run(study, LocalExecutor(program: script))
            let record = try #require(try results.trial("cnn4-constant-s1").readFailure())
            #expect(record.message == "its process was ended by signal 6 (Aborted); \(words)")
        }
    }

    /// What a library writes before the program's own error is no part of the reason.
    @Test func theProgramsOwnErrorIsTheReason() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, schedules: #"["constant"]"#)
            for (text, message) in [
                ("a warning\nError: no disk", "no disk"),
                (
                    "first\nlast",
                    "last (what it wrote before begins at trials/cnn4-constant-s1/log.txt, line 2)"
                ),
            ] {
                let script = try Self.program(
                    "cat > /dev/null; echo '\(text)' >&2; exit 1", in: folder)
                let (_, _, results) = try Self.run(study, LocalExecutor(program: script))
                let record = try #require(try results.trial("cnn4-constant-s1").readFailure())
                #expect(record.message == message)
            }
        }
    }

    /// The trial says that its disk is full by a kind, whatever the words of the error are; words
    /// alone, as of a library that cannot write elsewhere, say nothing.
    @Test func aFullDiskIsAKindAndNoText() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let plan = try study.plan()
            let ids = plan.entries.map(\.trial.id)
            let event = TrialEvent(
                trial: ids[0], failure: .init(kind: .fullDisk, message: "kein Platz mehr"))
            try event.line().write(to: URL(fileURLWithPath: "\(folder)/event"))
            var script = try Self.program(
                "cat > /dev/null; cat \(folder)/event; echo words >&2; exit 1", in: folder)
            // It ends the run: the other trial is not begun, and nothing is retried.
            let error = #expect(throws: TrialFailure.self) {
                try Self.run(study, LocalExecutor(program: script), retries: 2)
            }
            #expect(error?.kind == .fullDisk && error?.message == "kein Platz mehr")
            let record = try #require(try plan.folder.trial(ids[0]).readFailure())
            #expect(record.kind == .fullDisk && record.attempts == 1)
            #expect(record.exitStatus == 1 && record.lastWords == ["words"])
            #expect(try plan.folder.trial(ids[1]).readFailure() == nil)
            let words = String(cString: strerror(ENOSPC))
            script = try Self.program(
                "cat > /dev/null; echo 'Error: x: \(words)' >&2; exit 1", in: folder)
            let (failures, events, _) = try Self.run(
                study, LocalExecutor(program: script), retries: 1)
            #expect(failures == 2)
            #expect(events.count { $0.hasPrefix("again") } == 2)
            let other = try #require(try plan.folder.trial(ids[0]).readFailure())
            #expect(other.kind == .error && other.attempts == 2)
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
