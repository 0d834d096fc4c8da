import Foundation
import ProgramSupport
import Results
import Testing
import TestSupport

/// A scheduler that does not answer, by programs with the names of Slurm's commands.
@Suite struct SchedulerOutageTests {
    private static let text = """
        {
          "name": "outage",
          "dataset": { "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 40, "val": 20, "test": 20 } },
          "training": { "epochs": 1, "batchSize": 16, "threads": 1,
            "optimizer": { "kind": "sgd", "learningRate": 0.01 } },
          "network": { "kind": "cnn4", "channels": 8 },
          "sweep": { "seed": [1] }
        }
        """

    /// Calls `body` with a study for which the commands are these lines of shell. `$S` is a folder
    /// for their state.
    private func withCommands(
        _ commands: [String: String], wait: Double = 3,
        _ body: (CommandLineStudy, String) throws -> Void
    ) throws {
        try withTemporaryFolder { folder in
            let (bin, state) = ("\(folder)/bin", "\(folder)/state")
            for path in [bin, state] {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true)
            }
            let all = [
                "scontrol": "echo 'MaxArraySize = 1001'", "squeue": "exit 0",
                "scancel": "echo \"$@\" >>$S/cancelled",
                "sbatch":
                    "cat >$S/script; n=$(cat $S/n 2>/dev/null || echo 0); echo $((n+1)) >$S/n; echo 100$n",
            ].merging(commands) { $1 }
            for (name, lines) in all {
                let path = "\(bin)/\(name)"
                try "#!/bin/sh\nS=\(state)\n\(lines)\n"
                    .write(toFile: path, atomically: true, encoding: .utf8)
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o755], ofItemAtPath: path)
            }
            let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
            let study = try CommandLineStudy(
                in: folder, named: "outage", text: Self.text,
                environment: ["PATH": "\(bin):\(path)", "STUDY_SLURM_WAIT": "\(wait)"])
            try body(study, state)
        }
    }

    private func run(
        _ study: CommandLineStudy, _ options: String...
    ) throws -> (status: Int32, text: String) {
        try study.study(
            [
                "run", "\(study.folder)/outage.json", "--output", study.path("out"), "--cache",
                "\(study.folder)/cache", "--executor", "slurm",
            ] + options)
    }

    private func jobs(_ study: CommandLineStudy) throws -> BatchRecord.Jobs? {
        try ResultsFolder(study.path("out")).lastBatch?.read().jobs
    }

    private static let timedOut =
        "echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation' >&2; exit 1"
    private static let failing = "n=$(cat $S/n 2>/dev/null || echo 0); n=$((n+1)); echo $n >$S/n;"

    /// Every submission fails once.
    @Test(arguments: [
        "Socket timed out on send/recv operation",
        "Unable to contact slurm controller (connect failure)",
        "Zero Bytes were transmitted or received", "Connection refused",
    ])
    func submissionsAreRepeated(_ message: String) throws {
        let sbatch = """
            cat >/dev/null; \(Self.failing)
            if [ $((n % 2)) = 1 ]; then echo "sbatch: error: Batch job submission failed: \(message)" >&2; exit 1; fi
            echo 100$n
            """
        try withCommands(["sbatch": sbatch], wait: 30) { study, state in
            let outcome = try run(study, "--detach")
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("\(message); asking again for up to 30 s"))
            #expect(outcome.text.contains("the scheduler answers again"))
            #expect(try jobs(study) == .init(prepare: "1002", arrays: ["1004"], collect: "1006"))
            #expect(!FileManager.default.fileExists(atPath: "\(state)/cancelled"))
        }
    }

    /// A job that arrived although its submission timed out is found by its name, and is not
    /// submitted again.
    @Test func aJobThatArrivedIsFound() throws {
        let sbatch = """
            name=$(sed -n 's/^#SBATCH --job-name=//p'); \(Self.failing)
            echo "100$n $name" >>$S/queue
            if [ $n = 2 ]; then echo "Socket timed out on send/recv operation" >&2; exit 1; fi
            echo 100$n
            """
        let squeue = """
            for last; do :; done
            case "$*" in *--name=*) grep " ${last#--name=}$" $S/queue ;; *) cut -d' ' -f1 $S/queue 2>/dev/null ;; esac
            exit 0
            """
        try withCommands(["sbatch": sbatch, "squeue": squeue], wait: 30) { study, state in
            let outcome = try run(study, "--detach")
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(try jobs(study) == .init(prepare: "1001", arrays: ["1002"], collect: "1003"))
        }
    }

    /// What was submitted before a submission that fails for good is kept, recorded and named.
    @Test(arguments: [
        (message: "Socket timed out on send/recv operation", repeats: true),
        (message: "Job violates accounting/QOS policy", repeats: false),
    ])
    func submittedJobsAreKept(message: String, repeats: Bool) throws {
        let sbatch = """
            cat >/dev/null; \(Self.failing)
            if [ $n -gt 2 ]; then echo "sbatch: error: \(message)" >&2; exit 1; fi
            echo 100$n
            """
        try withCommands(["sbatch": sbatch]) { study, state in
            let outcome = try run(study, "--detach")
            #expect(outcome.status == 1)
            #expect(
                outcome.text.contains("Submitted before and kept: jobs 1001, 1002."),
                "\(outcome.text)")
            #expect(outcome.text.contains("Run the same command again when they have ended"))
            #expect(try jobs(study) == .init(prepare: "1001", arrays: ["1002"]))
            #expect(!FileManager.default.fileExists(atPath: "\(state)/cancelled"))
            let count = try String(contentsOfFile: "\(state)/n", encoding: .utf8)
            #expect(
                (Int(count.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 > 3) == repeats)
        }
    }

    /// A queue that cannot be read while the jobs are followed: first for a moment, then for good.
    @Test func followingGoesOn() throws {
        let squeue = """
            q=$(cat $S/q 2>/dev/null || echo 0); q=$((q+1)); echo $q >$S/q
            case $q in 1|3) echo "slurm_load_jobs error: Socket timed out on send/recv operation" >&2; exit 1 ;; esac
            [ $q -lt 6 ] && echo 1001
            exit 0
            """
        try withCommands(["squeue": squeue], wait: 30) { study, _ in
            let outcome = try run(study)
            // The jobs have trained nothing.
            #expect(outcome.status == 1)
            #expect(
                outcome.text.contains("1 trial is not done; run the same command again"),
                "\(outcome.text)")
            #expect(outcome.text.contains("squeue failed: slurm_load_jobs error: Socket timed out"))
            #expect(outcome.text.contains("the scheduler answers again"))
        }
        let silent = "echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2; exit 1"
        try withCommands(["squeue": silent]) { study, state in
            let outcome = try run(study)
            #expect(outcome.status == 1)
            #expect(
                outcome.text.contains("the jobs continue without this command"), "\(outcome.text)")
            #expect(outcome.text.contains("Unable to contact slurm controller; no answer for 3 s"))
            #expect(!FileManager.default.fileExists(atPath: "\(state)/cancelled"))
        }
    }

    /// Commands that never end.
    @Test(arguments: ["sbatch", "squeue", "scontrol"])
    func hangingCommandsAreEnded(_ name: String) throws {
        try withCommands([name: "exec sleep 300"], wait: 2) { study, _ in
            let start = ContinuousClock.now
            let outcome = try run(study)
            #expect(outcome.status == 1)
            #expect(
                outcome.text.contains("\(name) failed: it did not answer within 2 s"),
                "\(outcome.text)")
            #expect(ContinuousClock.now - start < .seconds(60))
        }
    }
}
