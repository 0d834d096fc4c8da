import Foundation
import ProgramSupport
import Results
import Testing
import TestSupport

/// `study run --executor slurm` on a machine that cannot submit jobs.
@Suite struct UnavailableSchedulerTests {
    private static let text = """
        {
          "name": "unavailable",
          "dataset": { "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 40, "val": 20, "test": 20 } },
          "training": { "epochs": 1, "batchSize": 16, "threads": 1,
            "optimizer": { "kind": "sgd", "learningRate": 0.01 } },
          "network": { "kind": "cnn4", "channels": 8 },
          "sweep": { "seed": [1] }
        }
        """

    private static let unreachable = "Unable to contact slurm controller"

    private func write(_ name: String, _ lines: String, in folder: String) throws {
        let path = "\(folder)/\(name)"
        try "#!/bin/sh\n\(lines)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    @Test(arguments: [
        (hasCommands: false, message: "sbatch is not on the PATH"),
        (hasCommands: true, message: "scontrol failed: \(unreachable)"),
    ])
    func forcedTrainingMovesNoResult(hasCommands: Bool, message: String) throws {
        try withTemporaryFolder { folder in
            var study = try CommandLineStudy(in: folder, named: "unavailable", text: Self.text)
            try study.run("out")
            let results = ResultsFolder(study.path("out"))
            let trial = results.trial("cnn4-constant-s1")
            let files = [trial.recordPath, results.lockPath, results.reportPath]
            let before = files.map { FileManager.default.contents(atPath: $0) }
            #expect(before.allSatisfy { $0 != nil })

            let commands = "\(folder)/bin"
            try FileManager.default.createDirectory(
                atPath: commands, withIntermediateDirectories: true)
            if hasCommands {
                try write("sbatch", "exit 1", in: commands)
                try write("scontrol", "echo '\(Self.unreachable)' >&2\nexit 1", in: commands)
            }
            study.environment = ["PATH": commands, "STUDY_SLURM_WAIT": "1"]
            let outcome = try study.end("out", ["--force", "--executor", "slurm"])
            #expect(outcome.status != 0)
            #expect(outcome.text.contains(message), "\(outcome.text)")
            #expect(files.map { FileManager.default.contents(atPath: $0) } == before)
            #expect(!FileManager.default.fileExists(atPath: results.replacedPath))
            // No scheduler is needed if nothing is to be trained. The report needs gnuplot.
            study.environment = [:]
            #expect(try study.end("out", ["--executor", "slurm"]).status == 0)
        }
    }
}
