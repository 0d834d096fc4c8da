import Engine
import Files
import Foundation
import Results
import Runs
import Studies
import Synchronization
import Testing
import TestSupport
import Training
import Vocabulary

/// Runs in which trials fail.
@Suite(.serialized) struct FailureTests: FailingStudy {
    /// A trial reports a full disk by the kind of the failure. The text of the error has no effect,
    /// since it may be that of a library.
    @Test func aFullDiskIsRecognizedByItsKind() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let plan = try study.plan()
            let ids = plan.entries.map(\.trial.id)
            let event = TrialEvent(
                trial: ids[0], .failed(.init(kind: .fullDisk, message: "kein Platz mehr")))
            try event.line.write(to: URL(fileURLWithPath: "\(folder)/event"))
            var script = try Self.program(
                "cat > /dev/null; cat \(folder)/event; echo words >&2; exit 1", in: folder)
            // The run ends: the other trial is not started, and nothing is retried.
            let error = #expect(throws: TrialFailure.self) {
                try Self.run(study, LocalExecutor(program: script), retries: 2)
            }
            #expect(error?.kind == .fullDisk && error?.message == "kein Platz mehr")
            let record = try #require(try plan.folder.trial(ids[0]).readFailure())
            #expect(record.kind == .fullDisk && record.attempts == 1)
            #expect(record.exitStatus == 1 && record.standardErrorTail == ["words"])
            #expect(try plan.folder.trial(ids[1]).readFailure() == nil)
            let words = String(cString: strerror(ENOSPC))
            script = try Self.program(
                "cat > /dev/null; echo 'Error: x: \(words)' >&2; exit 1", in: folder)
            let (failures, events, _) = try Self.run(
                study, LocalExecutor(program: script), retries: 1)
            #expect(failures == 2)
            #expect(events.count { $0.hasPrefix("retrying") } == 2)
            let other = try #require(try plan.folder.trial(ids[0]).readFailure())
            #expect(other.kind == .error && other.attempts == 2)
        }
    }

    /// A trial fails the first time, with or without a checkpoint, and succeeds the second time.
    @Test func retriedTrialsAreIdenticalToOthers() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, schedules: #"["constant"]"#)
            try study.run("others")
            let script = try Self.program(
                """
                if [ -e \(folder)/mark ]; then exec \(Self.program) "$@"; fi
                touch \(folder)/mark; cat > /dev/null; exit 1
                """, in: folder)
            let none = try Self.run(study, LocalExecutor(program: script))
            #expect(none.failures == 1 && none.events == ["failed cnn4-constant-s1"])
            try FileManager.default.removeItem(atPath: "\(folder)/mark")
            let once = try Self.run(study, LocalExecutor(program: script), retries: 1)
            #expect(once.events == ["retrying cnn4-constant-s1", "finished cnn4-constant-s1"])
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

    /// Images that are removed or change after the plan was made are an error.
    @Test func dataThatChangeDuringARunAreAnError() throws {
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
                    RunScope(plan, studyFile: "phantoms.json"),
                    executor: LocalExecutor(program: Self.program), kernelCache: .ofTheseTests,
                    store: study.store
                ) { _ in }
                #expect(try runner.run(on: OneDNNDevice()) == 1)
                return try plan.folder.trial("cnn4-constant-s1").readFailure()?.message ?? ""
            }
            try FileManager.default.removeItem(atPath: "\(folder)/phantom/train/\(image)")
            #expect(
                try message()
                    == "\(folder)/phantom: the images have changed since the run started; start it again"
            )
            try FileManager.default.removeItem(atPath: "\(folder)/phantom")
            #expect(
                try message().hasPrefix("\(folder)/phantom: no such folder; expected a data set"))
        }
    }
}
