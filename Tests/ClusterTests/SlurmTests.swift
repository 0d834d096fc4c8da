import Foundation
import ProgramSupport
import Results
import Tensors
import Testing

/// Studies on a real Slurm: `slurmctld` and two `slurmd` with a shared folder.
///
/// SOAK_ROUNDS is 2 in `make test` and 20 in `make soak`.
@Suite(.serialized, .enabled(if: SlurmCluster.isMissing == nil, SlurmCluster.isMissing))
struct SlurmTests {
    private static let rounds = Int(Soak.setting("SOAK_ROUNDS") ?? 2)

    /// - Parameters:
    ///   - train: images; `epochs`: of each trial. More where something is to happen meanwhile.
    private func study(
        in folder: String, _ cluster: SlurmCluster, train: Int = 80, epochs: Int = 2
    ) throws -> CommandLineStudy {
        var study = try CommandLineStudy(in: folder, train: train, epochs: epochs)
        study.environment = cluster.environment
        return study
    }

    private let slurm = ["--executor", "slurm", "--jobs", "2"]

    /// The logs of all trials, by id.
    private func logs(_ study: CommandLineStudy, _ results: String) throws -> [String: String] {
        let folder = ResultsFolder(study.path(results))
        return try Dictionary(
            uniqueKeysWithValues: folder.readLock().trials.map { trial in
                let log = folder.trial(trial.id).logPath
                return (trial.id, try String(contentsOfFile: log, encoding: .utf8))
            })
    }

    /// The number of trainings of each trial, by id; each process writes a line to the log.
    private func trainings(_ study: CommandLineStudy, _ results: String) throws -> [String: Int] {
        try logs(study, results).mapValues { text in
            text.split(separator: "\n").count { $0.contains(" process ") }
        }
    }

    /// The jobs of the last batch.
    private func jobs(_ study: CommandLineStudy, _ results: String) throws -> BatchRecord.Jobs {
        let batch = try #require(ResultsFolder(study.path(results)).lastBatch)
        return try #require(try batch.read().jobs)
    }

    /// Waits until a condition is true.
    private func wait(
        _ what: Comment, minutes: Int = 2, until isSo: () throws -> Bool
    ) throws {
        for _ in 0..<(600 * minutes) {
            if try isSo() { return }
            Thread.sleep(forTimeInterval: 0.1)
        }
        Issue.record(what)
    }

    @Test func twoParallelTasksGiveTheResultsOfALocalRun() throws {
        // Arrays have at most two tasks.
        try withSlurm(array: 3) { folder, cluster in
            let study = try study(in: folder, cluster)
            try study.run("local")
            let expected = try study.contents("local")
            try FileManager.default.removeItem(atPath: "\(folder)/cache/features")
            try study.run("slurm", slurm)
            try study.expect("slurm", expected)
            let counts = try trainings(study, "slurm")
            #expect(counts.values.allSatisfy { $0 == 1 })
            let jobs = try jobs(study, "slurm")
            #expect(jobs.arrays.count == 3)
            // Nothing is left to train, and no lease remains.
            try study.run("slurm", slurm)
            #expect(ResultsFolder(study.path("slurm")).lastBatch?.number == 1)
            let leases = "\(study.path("slurm"))/.leases"
            #expect(try FileManager.default.contentsOfDirectory(atPath: leases) == [])
        }
    }

    /// Tasks that run twice, on two nodes, train each trial once.
    @Test(.timeLimit(.minutes(30))) func noTrialIsTrainedTwice() throws {
        try withSlurm { folder, cluster in
            let study = try study(in: folder, cluster)
            for round in 1...Self.rounds {
                let results = "round-\(round)"
                try study.run(results, ["--executor", "slurm", "--detach"])
                let jobs = try jobs(study, results)
                let array = try #require(jobs.arrays.first)
                let script = "\(folder)/array-\(round).sh"
                try cluster.call("scontrol", ["write", "batch_script", array, script])
                try cluster.call("sbatch", ["--dependency=afterok:\(jobs.prepare)", script])
                try wait("the jobs end") { try cluster.call("squeue", ["-h"]).isEmpty }
                let counts = try trainings(study, results)
                #expect(counts.count == CommandLineStudy.trials)
                #expect(counts.values.allSatisfy { $0 == 1 }, "\(results): \(counts)")
                #expect(study.records(results).count == CommandLineStudy.trials)
            }
        }
    }

    /// Tasks are cancelled, requeued and killed, and so are the daemons. The results equal those of
    /// an undisturbed run, and no complete trial is trained again.
    @Test(
        .timeLimit(.minutes(30)),
        .enabled(if: Soak.setting("SOAK_ROUNDS") != nil, "runs in make soak"))
    func theStudyIsCompletedWhateverIsKilled() throws {
        try withSlurm { folder, cluster in
            // Each trial takes some seconds, so that a task still runs when it is disturbed.
            let study = try study(in: folder, cluster, train: 400, epochs: 30)
            try study.run("local")
            let expected = try study.contents("local")
            let disturbances: [(String, (String) throws -> Bool)] = [
                ("scancel", { try cluster.reaches("scancel", [$0]) }),
                ("requeue", { try cluster.reaches("scontrol", ["requeue", $0]) }),
                // This is the signal that Slurm sends before the time limit of a task.
                (
                    "warning",
                    { try cluster.reaches("scancel", ["--batch", "--signal=USR1", $0]) }
                ),
                ("killed", { try cluster.reaches("scancel", ["--full", "--signal=KILL", $0]) }),
                (
                    "slurmd",
                    { _ in
                        try cluster.kill("slurmd-node1")
                        Thread.sleep(forTimeInterval: 1)
                        try cluster.startNode(1)
                        return true
                    }
                ),
                (
                    "controller",
                    { _ in
                        // The controller saves its state within five seconds. It starts an unsaved
                        // task a second time, and the nodes then wait for the administrator.
                        try cluster.setPartition("down")
                        Thread.sleep(forTimeInterval: 6)
                        try cluster.kill("slurmctld")
                        Thread.sleep(forTimeInterval: 1)
                        try cluster.startController()
                        try cluster.setPartition("up")
                        return true
                    }
                ),
            ]
            for (name, disturb) in disturbances {
                try FileManager.default.removeItem(atPath: "\(folder)/cache/features")
                try study.run(name, slurm + ["--detach"])
                let array = try #require(try jobs(study, name).arrays.first)
                var complete: [String: Data] = [:]
                try wait("\(name) reaches a task that runs") {
                    guard
                        let task = try cluster.running().first(where: {
                            $0.hasPrefix("\(array)_")
                        })
                    else { return false }
                    // The scheduler needs a moment to record the started task.
                    Thread.sleep(forTimeInterval: 1)
                    complete = study.records(name)
                    return try disturb(task)
                }
                try wait("the jobs of \(name) end") {
                    try cluster.call("squeue", ["-h"]).isEmpty
                }
                // The next run resumes tasks that were cancelled.
                try study.run(name, slurm)
                try study.expect(name, expected)
                for (id, record) in complete {
                    #expect(study.records(name)[id] == record, "\(id) was trained twice")
                }
            }
        }
    }

    /// Tasks that exceed their time limit save checkpoints, requeue themselves and resume, until
    /// the study is done. The results equal those of a local run.
    @Test(
        .timeLimit(.minutes(60)),
        .enabled(if: Soak.setting("SOAK_ROUNDS") != nil, "runs in make soak"))
    func aTimeLimitOfHalfAMinuteQueuesAgain() throws {
        try withSlurm { folder, cluster in
            // Each trial takes about a minute.
            let study = try study(in: folder, cluster, train: 4000, epochs: 40)
            try study.run("local")
            let expected = try study.contents("local")
            try FileManager.default.removeItem(atPath: "\(folder)/cache/features")
            // Slurm rounds the limit up to a minute, and sends the signal 40 s to 10 s before it.
            try study.run(
                "limited",
                slurm + ["--time", "0:30", "--sbatch-option", "signal=B:USR1@10", "--detach"])
            try wait("the jobs end", minutes: 40) { try cluster.call("squeue", ["-h"]).isEmpty }
            try study.expect("limited", expected)
            let logs = try logs(study, "limited").values
            #expect(logs.contains { $0.contains("restarts: 1") })
            print("processes of trials under a limit of 30 s:", try trainings(study, "limited"))
            #expect(ResultsFolder(study.path("limited")).lastBatch?.number == 1)
        }
    }

    /// The time per trial on a cluster, with a very short training. Slurm starts tasks once a
    /// second, so each task has several trials.
    @Test(
        .timeLimit(.minutes(60)),
        .enabled(if: Soak.setting("SOAK_TRIALS") != nil, "runs in make soak"))
    func manyTrialsCostLittle() throws {
        let count = try Int(#require(Soak.setting("SOAK_TRIALS")))
        try withSlurm { folder, cluster in
            let seeds = (1...count).map(String.init).joined(separator: ", ")
            let text = """
                {
                  "name": "many",
                  "dataset": {
                    "path": "phantom", "resize": 36, "crop": 32,
                    "phantom": { "size": 40, "train": 16, "val": 8, "test": 8 }
                  },
                  "training": {
                    "epochs": 1, "batchSize": 16, "threads": 1,
                    "optimizer": { "kind": "sgd", "learningRate": 0.01 }
                  },
                  "sweep": {
                    "network": [{ "kind": "cnn4", "channels": 2 }], "schedule": ["constant"],
                    "seed": [\(seeds)]
                  }
                }
                """
            let study = try CommandLineStudy(
                in: folder, named: "many", text: text, environment: cluster.environment)
            let seconds = try study.run("many", slurm + ["--trials-per-task", "10"])
            let results = ResultsFolder(study.path("many"))
            let records = try results.readLock().trials.map {
                try results.trial($0.id).readRecord()
            }
            #expect(records.count == count)
            let training = records.reduce(0) { $0 + $1.seconds }
            let each = seconds / Double(count)
            print(
                "\(count) trials, 10 a task: \(seconds) s, \(each) s each,",
                "of which training is \(training / Double(count)) s of a core")
            #expect(each < 0.5)
        }
    }

    /// A page that shows replaced results is removed, and written again by the last job.
    @Test func aRemovedPageIsWrittenAgain() throws {
        try withSlurm { folder, cluster in
            let study = try study(in: folder, cluster, epochs: 1)
            try study.run("paged", slurm)
            let page = "\(study.path("paged"))/report.html"
            #expect(!FileManager.default.fileExists(atPath: page))
            #expect(try study.study("report", study.path("paged"), "--html").status == 0)
            try study.run("paged", slurm + ["--set", "training.epochs=2"])
            #expect(FileManager.default.fileExists(atPath: page))
        }
    }

    @Test func aCancelledRunIsResumed() throws {
        try withSlurm { folder, cluster in
            let study = try study(in: folder, cluster)
            try study.run("local")
            let expected = try study.contents("local")
            try study.run("cancelled", ["--executor", "slurm", "--jobs", "1", "--detach"])
            let refused = try study.end("cancelled")
            #expect(refused.status == 1)
            #expect(refused.text.contains("a run is active"))
            let array = try #require(try jobs(study, "cancelled").arrays.first)
            try wait("a task runs") { try cluster.running().contains { $0.hasPrefix("\(array)_") } }
            let cancelled = try study.study("cancel", study.path("cancelled"))
            #expect(cancelled.status == 0)
            #expect(cancelled.text.contains(array))
            try wait("the jobs end") { try cluster.call("squeue", ["-h"]).isEmpty }
            #expect(study.records("cancelled").count < CommandLineStudy.trials)
            try study.run("cancelled", slurm)
            try study.expect("cancelled", expected)
        }
    }
}
