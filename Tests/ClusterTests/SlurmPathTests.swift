import Foundation
import ProgramSupport
import Results
import Testing

/// Folders with unusual names, setup lines and outages on a real Slurm.
@Suite(.serialized, .enabled(if: SlurmCluster.isMissing == nil, SlurmCluster.isMissing))
struct SlurmPathTests {
    private static let small = """
        {
          "name": "small",
          "dataset": { "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 40, "val": 20, "test": 20 } },
          "training": { "epochs": 1, "batchSize": 16, "threads": 1,
            "optimizer": { "kind": "sgd", "learningRate": 0.01 } },
          "network": { "kind": "cnn4", "channels": 4 },
          "executor": { "options": ["comment=a \\"quoted\\" #1", "nice=0"] },
          "sweep": { "seed": [1] }
        }
        """

    private static let names = [
        "my study", "50%x", "100%", "%j %% %A", "it's", "say \"hi\"", "a\\b", "50%x\\t", "a#b #c",
        "$HOME `id`;&|<>*?", "tab\there", " ends ", "naïve 肺", "[1-3]=,:",
    ]

    /// A study in a folder with this name, and the program in that folder.
    private func study(
        _ name: String, in folder: String, _ cluster: SlurmCluster
    ) throws -> (CommandLineStudy, StudyProgram) {
        let path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let study = try CommandLineStudy(
            in: path, named: "small", text: Self.small, environment: cluster.environment)
        return (study, StudyProgram(folder: path))
    }

    /// `sbatch` reads the folder and the log of each script as they are.
    @Test func everyScriptIsParsed() throws {
        try withSlurm { folder, cluster in
            for name in Self.names {
                let (study, program) = try study(name, in: folder, cluster)
                let outcome = try program.run(
                    ["run", "small.json", "--executor", "slurm", "--dry-run"],
                    environment: study.environment)
                #expect(outcome.status == 0, "\(name): \(outcome.errors)")
                let scripts = outcome.output.components(separatedBy: "#!/bin/sh\n").dropFirst()
                #expect(scripts.count == 3)
                for script in scripts {
                    // The ids of the other jobs are not known in a dry run.
                    let lines = script.split(separator: "\n").filter {
                        !$0.hasPrefix("#SBATCH --dependency")
                    }
                    let path = "\(folder)/script.sh"
                    try ("#!/bin/sh\n" + lines.joined(separator: "\n") + "\n")
                        .write(toFile: path, atomically: true, encoding: .utf8)
                    let id = try cluster.call("sbatch", ["--parsable", "--hold", path])
                        .trimmingCharacters(in: .whitespacesAndNewlines)
                    let job = try cluster.call("scontrol", ["show", "job", id])
                    #expect(job.contains("WorkDir=\(study.folder)\n"), "\(name): \(job)")
                    #expect(job.contains("Comment=a \"quoted\" #1 \n"), "\(name): \(job)")
                    // `scontrol` shows these otherwise than the job uses them; see below.
                    if !name.contains("\\"), !name.contains("%") {
                        let log = "\(study.folder)/results/small/batch/1/log.txt"
                        #expect(job.contains("StdOut=\(log)\n"), "\(name): \(job)")
                    }
                    try cluster.call("scancel", [id])
                }
            }
        }
    }

    @Test(arguments: ["my study 50%x", "%j %%x 100%", "it's \"q\" $HOME", "a\\b 100%j"])
    func aRunInSuchAFolder(_ name: String) throws {
        try withSlurm { folder, cluster in
            let (study, program) = try study(name, in: folder, cluster)
            let outcome = try program.run(
                ["run", "small.json", "--executor", "slurm", "--output", "out %x"],
                environment: study.environment)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let results = ResultsFolder(study.path("out %x"))
            let files = FileManager.default
            #expect(files.fileExists(atPath: results.reportPath))
            #expect(
                try files.contentsOfDirectory(atPath: "\(results.path)/batch/1").contains("log.txt")
            )
            // Nothing was written elsewhere.
            #expect(try files.contentsOfDirectory(atPath: folder) == [name])
        }
    }

    /// A line break would add options to the script.
    @Test(arguments: ["a\nb", "a\r#SBATCH --mail-user=me", "x\n#SBATCH --mail-user=me"])
    func aLineBreakIsRefused(_ name: String) throws {
        try withSlurm { folder, cluster in
            let (study, program) = try study(name, in: folder, cluster)
            for option in ["--dry-run", "--detach"] {
                let outcome = try program.run(
                    ["run", "small.json", "--executor", "slurm", option],
                    environment: study.environment)
                #expect(outcome.status == 1)
                #expect(outcome.output.isEmpty)
                #expect(outcome.errors.contains("contains a line break"), "\(outcome.errors)")
                #expect(outcome.errors.contains("rename it"))
            }
            #expect(try cluster.call("squeue", ["-h"]).isEmpty)
        }
    }

    @Test func setupLines() throws {
        try withSlurm { folder, cluster in
            let (study, _) = try study("setup", in: folder, cluster)
            func set(_ lines: String) -> [String] {
                ["--executor", "slurm", "--set", "executor.setup=\(lines)"]
            }
            try study.run("good", set(#"["export A='b c'", "echo \"setup: $A\"", "type shopt"]"#))
            let log = "\(study.path("good"))/batch/1/log.txt"
            let text = try String(contentsOfFile: log, encoding: .utf8)
            // In each of the three jobs.
            #expect(text.components(separatedBy: "setup: b c\n").count == 4, "\(text)")
            let bad = try study.end("bad", set(#"["module-of-no-cluster load x", "echo after"]"#))
            #expect(bad.status == 1)
            let errors = try String(
                contentsOfFile: "\(study.path("bad"))/batch/1/log.txt", encoding: .utf8)
            #expect(errors.contains("module-of-no-cluster"))
            #expect(!errors.contains("after"))
            #expect(bad.text.contains("batch/1/log.txt"), "\(bad.text)")
        }
    }

    /// The controller is stopped while jobs are followed, for 20 s, or for 60 s in `make soak`, and
    /// while jobs are submitted. Slurm's commands repeat a request for 9 s by themselves.
    @Test(.timeLimit(.minutes(10))) func theControllerIsStopped() throws {
        let pause = Soak.setting("SOAK_ROUNDS") == nil ? 20.0 : 60
        try withSlurm { folder, cluster in
            var study = try CommandLineStudy(in: folder, train: 400, epochs: 20)
            study.environment = cluster.environment
            try study.run("local")
            let expected = try study.contents("local")
            try FileManager.default.removeItem(atPath: "\(folder)/cache/features")
            let errors = Pipe()
            let process = try study.start(
                command: [
                    "run", "\(folder)/kill.json", "--output", study.path("out"), "--cache",
                    "\(folder)/cache", "--executor", "slurm", "--jobs", "2",
                ], errors: errors)
            while try cluster.running().isEmpty { Thread.sleep(forTimeInterval: 0.2) }
            // The controller saves its state within five seconds.
            Thread.sleep(forTimeInterval: 6)
            try cluster.kill("slurmctld")
            Thread.sleep(forTimeInterval: pause)
            try cluster.startController()
            let text = String(
                decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(text)")
            #expect(text.contains("asking again for up to 10 min"), "\(text)")
            #expect(text.contains("the scheduler answers again"), "\(text)")
            try study.expect("out", expected)

            try FileManager.default.removeItem(atPath: "\(folder)/cache/features")
            try cluster.kill("slurmctld")
            let submission = try study.start("later", ["--executor", "slurm", "--jobs", "2"])
            Thread.sleep(forTimeInterval: pause / 2)
            #expect(submission.isRunning)
            try cluster.startController()
            submission.waitUntilExit()
            #expect(submission.terminationStatus == 0)
            try study.expect("later", expected)
        }
    }
}
