import Engine
import Foundation
import ProgramSupport
import Results
import Testing
import TestSupport
import Vocabulary

/// Studies in bfloat16, as users run them.
@Suite struct PrecisionRunTests {
    private static let supported = OneDNNLibrary.supports(.bf16)
    private static let missing =
        "this processor has no AVX512_BF16 instructions (or DNNL_MAX_CPU_ISA excludes them)"

    private static func text(_ precision: String) -> String {
        """
        {
          "name": "formats",
          "dataset": {
            "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 24, "val": 8, "test": 8 }
          },
          "training": {
            "epochs": 2, "batchSize": 8, "threads": 1, "optimizer": "adam"\(precision)
          },
          "network": "cnn4"
        }
        """
    }

    private func withStudy(_ precision: String, _ body: (StudyProgram) throws -> Void) throws {
        try withTemporaryFolder { folder in
            try Self.text(precision).write(
                toFile: "\(folder)/s.json", atomically: true, encoding: .utf8)
            try body(StudyProgram(folder: folder))
        }
    }

    /// The results differ from those in 32-bit floats, are reproduced bit for bit, and name the
    /// format.
    @Test(.enabled(if: supported, Comment(rawValue: missing)))
    func aTrialInBFloat16IsReproduced() throws {
        try withStudy(",\n\"precision\": \"bf16\"") { study in
            let run = try study.run(["run", "s.json", "--output", "out", "--quiet"])
            #expect(run.status == 0, "\(run.errors)")
            let other = try study.run([
                "run", "s.json", "--output", "exact", "--quiet", "--set",
                "training.precision=fp32",
            ])
            #expect(other.status == 0, "\(other.errors)")
            let name = "trials/cnn4-constant-s1/best.safetensors"
            let weights = ["out", "exact"].map {
                FileManager.default.contents(atPath: "\(study.folder)/\($0)/\(name)")
            }
            #expect(weights[0] != nil && weights[0] != weights[1])
            let verified = try study.run(["verify", "out", "--trial", "cnn4-constant-s1"])
            #expect(verified.output.contains("reproduced bit for bit"), "\(verified)")
            let report = try String(
                contentsOfFile: "\(study.folder)/out/report.md", encoding: .utf8)
            #expect(report.contains("| precision | bf16 |"))
            // The report counts the kernels that compute in fp32.
            let results = ResultsFolder("\(study.folder)/out")
            var lock = try results.readLock()
            let kernels = lock.kernels
            #expect(kernels.values.contains { ["bf16", "fp32"].contains($0) }, "\(kernels)")
            lock.kernels = ["a": "fp32", "b": "bf16", "c": "fp32", "d": "winograd"]
            try results.write(lock)
            #expect(try study.run(["report", "out"]).status == 0)
            let counted = try String(
                contentsOfFile: "\(study.folder)/out/report.md", encoding: .utf8)
            #expect(counted.contains("| 2 of 3 compute in fp32, which was faster |"))
            lock.kernels = kernels
            try results.write(lock)
            let images = ["predict", "phantom/test", "--trial", "out/trials/cnn4-constant-s1"]
            let predicted = try study.run(images)
            #expect(predicted.status == 0, "\(predicted.errors)")
            #expect(predicted.errors.contains("The network computes in bf16."))
            let exact = try study.run(images + ["--precision", "fp32"])
            #expect(exact.errors.contains("computes in fp32, but was trained in bf16"))
            // auto keeps the format of existing results.
            let again = try study.run(
                ["run", "s.json", "--output", "out", "--set", "training.precision=auto"],
                environment: ["DNNL_MAX_CPU_ISA": "AVX2"])
            #expect(again.status == 0, "\(again.errors)")
            #expect(again.errors.contains("skipping 1 trial that is done"), "\(again.errors)")
            #expect(again.errors.contains("precision auto: bf16, as in the existing results"))
            let plan = try study.run(
                ["plan", "s.json", "--output", "out"], environment: ["DNNL_MAX_CPU_ISA": "AVX2"])
            #expect(plan.status == 0, "\(plan.errors)")
            #expect(plan.output.contains("memory unknown (no bf16 instructions)  done"))
            #expect(!plan.output.contains("at most"), "\(plan.output)")
            // With other settings the trial must be trained, which is refused before the existing
            // result is moved away; auto becomes fp32.
            for command in ["plan", "run"] {
                let changed = try study.run(
                    [command, "s.json", "--output", "out", "--set", "training.epochs=3"],
                    environment: ["DNNL_MAX_CPU_ISA": "AVX2"])
                #expect(changed.status == 2, "\(changed.errors)")
                #expect(changed.errors.contains("training.precision: bf16 requires a processor"))
                #expect(!changed.errors.contains("replaces"), "\(changed.errors)")
                #expect(study.has("out/report.md"))
            }
            let auto = try study.run(
                [
                    "plan", "s.json", "--output", "out", "--set", "training.epochs=3",
                    "--set", "training.precision=auto",
                ], environment: ["DNNL_MAX_CPU_ISA": "AVX2"])
            #expect(auto.status == 0, "\(auto.errors)")
            #expect(auto.errors.contains("training.precision auto: fp32"), "\(auto.errors)")
        }
    }

    /// A processor without the instructions refuses bf16 before training; auto is fp32 there.
    @Test func withoutInstructions() throws {
        let old = ["DNNL_MAX_CPU_ISA": "AVX2"]
        try withStudy(",\n\"precision\": \"bf16\"") { study in
            let run = try study.run(["run", "s.json", "--output", "out"], environment: old)
            #expect(run.status == 2)
            #expect(
                run.errors.contains("bf16 requires a processor with AVX512_BF16 instructions"),
                "\(run.errors)")
            #expect(run.errors.contains("s.json:9:"), "\(run.errors)")
            #expect(!study.has("out/trials"))
            let plan = try study.run(
                ["plan", "s.json", "--output", "out", "--set", "training.precision=auto"],
                environment: old)
            #expect(plan.status == 0, "\(plan.errors)")
            #expect(plan.errors.contains("training.precision auto: fp32"), "\(plan.errors)")
        }
    }
}
