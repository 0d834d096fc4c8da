import Foundation
import Results
import Runs
import Studies
import Testing
import TestSupport

/// The termination of a trial's process and its reason in the record of the failure.
@Suite(.serialized) struct ProcessFailureTests: FailingStudy {
    @Test func standardErrorAndTerminationAreRecorded() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let script = try Self.program("cat > /dev/null; echo no luck >&2; exit 3", in: folder)
            let (failures, _, results) = try Self.run(study, LocalExecutor(program: script))
            #expect(failures == 2)
            let trial = results.trial("cnn4-cosine-s1")
            let record = try #require(try trial.readFailure())
            #expect(record.message == "no luck" && record.standardErrorTail == ["no luck"])
            #expect(record.exitStatus == 3 && record.signal == nil && record.kind == .error)
            #expect(try #require(record.peakBytes) > 100_000)
            let log = try String(contentsOfFile: trial.logPath, encoding: .utf8)
            #expect(
                log.contains(
                    /^# \S+ process \d+ on .*, \d+ threads\nno luck\n# \S+ exit status 3, peak memory [\d.]+ [MG]B\n$/
                ))
            #expect(
                try study.plan().entries.map(\.state) == [.failed("no luck"), .failed("no luck")])
            // The next run trains them and removes the failures.
            #expect(try Self.run(study, LocalExecutor(program: Self.program)).failures == 0)
            #expect(try trial.readFailure() == nil)
            #expect(try study.plan().entries.map(\.state) == [.done, .done])
            let after = try String(contentsOfFile: trial.logPath, encoding: .utf8)
            #expect(after.contains("exit status 0"))
        }
    }

    @Test(arguments: [
        ("KILL", 9, "signal 9 (SIGKILL)"), ("SEGV", 11, "signal 11 (Segmentation fault)"),
    ])
    func aSignalIsReported(_ name: String, _ number: Int, _ words: String) throws {
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

    /// The dump of a crash stays in the trial's log; the reason is one line that refers to it.
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
                    == "the process was killed by signal 11 (Segmentation fault); see the log from "
                    + "trials/cnn4-constant-s1/log.txt, line 2")
            #expect(try results.readLock().trials.map(\.state) == [.failed(record.message)])
            let log = try String(contentsOfFile: trial.logPath, encoding: .utf8)
            #expect(log.split(separator: "\n")[1].hasPrefix("*** Program crashed"))
        }
    }

    /// If the retraining of a finished trial crashes, its result is restored, with the log of the
    /// crash.
    @Test func theLogOfACrashIsKeptWithTheRestoredResult() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder, schedules: #"["constant"]"#)
            #expect(try Self.run(study, LocalExecutor(program: Self.program)).failures == 0)
            study.epochs += 1
            let script = try Self.program(
                "cat > /dev/null; printf 'one\\ntwo\\n' >&2; kill -SEGV $$", in: folder)
            let (_, _, results) = try Self.run(study, LocalExecutor(program: script))
            let trial = results.trial("cnn4-constant-s1")
            let message = try #require(try trial.readFailure()).message
            #expect(message.hasSuffix("see the log from trials/cnn4-constant-s1/log.txt, line 2"))
            let log = try String(contentsOfFile: trial.logPath, encoding: .utf8)
            #expect(log.split(separator: "\n")[1] == "one")
        }
    }

    /// A single line is part of the reason, unless it contains an address.
    @Test(arguments: [
        (
            "free(): invalid pointer",
            "free(): invalid pointer (trials/cnn4-constant-s1/log.txt, line 2)"
        ),
        ("Bad address 0x00007ffd085450d8", "see trials/cnn4-constant-s1/log.txt, line 2"),
    ])
    func aLineIsPartOfTheReasonUnlessItContainsAnAddress(_ line: String, _ words: String) throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, schedules: #"["constant"]"#)
            let script = try Self.program(
                "cat > /dev/null; echo '\(line)' >&2; kill -ABRT $$", in: folder)
            let (_, _, results) = try Self.run(study, LocalExecutor(program: script))
            let record = try #require(try results.trial("cnn4-constant-s1").readFailure())
            #expect(record.message == "the process was killed by signal 6 (Aborted); \(words)")
        }
    }

    /// Output of a library before the program's own error is not part of the reason.
    @Test func theProgramsOwnErrorIsTheReason() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, schedules: #"["constant"]"#)
            for (text, message) in [
                ("a warning\nError: no disk", "no disk"),
                (
                    "first\nlast",
                    "last (see the log from trials/cnn4-constant-s1/log.txt, line 2)"
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

    /// A program that cannot be started, and a process that ends before it has read its job.
    @Test func aProgramThatCannotStartIsReported() throws {
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
}
