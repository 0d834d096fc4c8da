import Engine
import Files
import Foundation
import JSON
@testable import Plotting
import Reports
import Results
import Runs
import Studies
import Testing
import TestSupport
import Training
import Vocabulary

/// Range tests of studies on a tiny phantom data set.
@Suite(.serialized) struct RangeTestRunnerTests {
    private static let text = """
        {
          "name": "tiny",
          "dataset": {
            "path": "phantom", "resize": 32, "crop": 32,
            "phantom": { "size": 32, "train": 40, "val": 20, "test": 20 }
          },
          "training": {
            "epochs": 2, "batchSize": 16,
            "optimizer": { "kind": "sgd", "learningRate": 0.1, "momentum": 0.9 }
          },
          "sweep": {
            "seed": [2, 1],
            "schedule": ["constant", { "kind": "cosine", "warmup": { "epochs": 1 } }],
            "network": [{ "kind": "cnn4", "channels": 8 }]
          }
        }
        """

    private static func plan(
        in folder: String, results: String = "results", overrides: [String] = []
    ) throws -> StudyPlan {
        let study = try StudyFile.read(
            bytes: Array(text.utf8), file: "tiny.json", folder: folder, overrides: overrides,
            catalog: .all, currentDirectory: folder)
        return try StudyPlan(study, folder: ResultsFolder("\(folder)/\(results)"))
    }

    private static func run(_ plan: StudyPlan, in folder: String) throws -> StudyResults {
        let runner = try StudyRunner(
            RunScope(plan, studyFile: "tiny.json"), executor: InProcess(),
            kernelCache: .ofTheseTests, store: store(folder)
        ) { _ in }
        #expect(try runner.run(on: OneDNNDevice()) == 0)
        return try StudyResults(plan.folder)
    }

    private static func store(_ folder: String) -> FeatureStore {
        FeatureStore(folder: "\(folder)/features", limit: 1 << 30)
    }

    private static func test(
        _ plan: StudyPlan, _ test: RangeTest, in folder: String, setup: Int = 0
    ) throws -> RangeCurve {
        try RangeTestRunner(
            plan, test, on: OneDNNDevice(), kernelCache: .ofTheseTests, store: store(folder)
        )
        .run(plan.rangeSetups[setup])
    }

    /// Writes the data of a chart, as `study lr-find` does without gnuplot.
    private static func draw(_ curve: RangeCurve, _ plan: StudyPlan) throws {
        let chart = RangeTestChart(
            name: "cnn4", title: "Test", notes: [],
            points: curve.points.map {
                .init(rate: $0.learningRate, loss: $0.loss, smoothedLoss: $0.smoothedLoss)
            },
            marks: curve.steepest.map { [.init(label: "steepest", rate: $0.learningRate)] } ?? [])
        let folder = plan.folder.rangeTestsPath
        #expect(throws: PlottingError.gnuplotMissing(folder: folder, command: "")) {
            try ChartFolder.draw(
                [(chart.name, chart.drawing)], in: folder, again: "", searchPath: "")
        }
    }

    /// With almost equal first and last rates, the test is a training at that rate.
    @Test(arguments: [#""all""#, #""head""#])
    func theTestTakesTheStepsOfATraining(_ train: String) throws {
        try withTemporaryFolder { folder in
            let overrides = ["network.train=\(train)"]
            let plan = try Self.plan(in: folder, overrides: overrides)
            let curve = try Self.test(
                plan, try RangeTest(from: 0.1, to: 0.1000000001, steps: 10), in: folder)
            let results = try Self.run(plan, in: folder)
            let steps = try plan.folder.trial("cnn4-constant-s2").readSteps()
            #expect(results.trials.count == 4 && steps.count == 6)
            for (point, step) in zip(curve.points, steps) {
                #expect(abs(point.loss - step.loss) < 1e-5 * step.loss, "step \(step.step)")
            }
            #expect(curve.points[0].loss == steps[0].loss)
            // An epoch has three steps.
            #expect(curve.points.count == 10)
        }
    }

    @Test func theRateRisesAndTheEndIsFound() throws {
        try withTemporaryFolder { folder in
            let plan = try Self.plan(in: folder)
            let test = try RangeTest(from: 1e-4, to: 1e4, steps: 30)
            let curve = try Self.test(plan, test, in: folder)
            #expect(curve.points.count > 5 && curve.hasDiverged)
            for point in curve.points {
                let rate = 1e-4 * pow(1e8, Double(point.step - 1) / 29)
                #expect(abs(point.learningRate / rate - 1) < 1e-12)
            }
            #expect(try Self.test(plan, test, in: folder) == curve)
        }
    }

    /// Results are identical with and without a test and its charts in the results folder.
    @Test func theTestDoesNotChangeTheTraining() throws {
        try withTemporaryFolder { folder in
            let plain = try Self.run(try Self.plan(in: folder, results: "plain"), in: folder)
            let plan = try Self.plan(in: folder)
            let test = try RangeTest(steps: 12)
            try Self.draw(try Self.test(plan, test, in: folder), plan)
            let path = plan.folder.rangeTestsPath
            #expect(FileManager.default.fileExists(atPath: "\(path)/cnn4.csv"))
            #expect(throws: ResultsError.notResults(folder: plan.folder.path)) {
                try StudyResults(plan.folder)
            }
            let after = try Self.run(try Self.plan(in: folder), in: folder)
            #expect(after.lock.trials.map(\.key) == plain.lock.trials.map(\.key))
            for (one, other) in zip(plain.trials, after.trials) {
                let names = one.record.files.keys.filter { $0 != "epochs.csv" }
                #expect(names.contains("last.safetensors") && names.contains("steps.csv"))
                for name in names {
                    #expect(one.record.files[name] == other.record.files[name], "\(name)")
                }
            }
            // A test after the training does not change the results.
            let report = try String(
                contentsOfFile: ReportWriter.write(plan.folder), encoding: .utf8)
            try Self.draw(try Self.test(try Self.plan(in: folder), test, in: folder), plan)
            #expect(try StudyResults(plan.folder).lock == after.lock)
            #expect(
                try String(contentsOfFile: ReportWriter.write(plan.folder), encoding: .utf8)
                    == report)
            #expect(!report.contains("lr-find"))
            #expect(try Self.plan(in: folder).entries.allSatisfy { $0.state == .done })
        }
    }

    @Test func schedulesAndSeedsHaveACommonTest() throws {
        try withTemporaryFolder { folder in
            let setups = try Self.plan(in: folder).rangeSetups
            #expect(setups.map(\.name) == ["cnn4"])
            #expect(setups[0].trials.count == 4)
            #expect(setups[0].entry.trial.settings.seed == 2)
            #expect(setups[0].backboneFraction == nil)
        }
    }

    /// Names contain the axes on which a test depends, but not rates, schedules and seeds.
    @Test func namesOfSetups() throws {
        try withTemporaryFolder { folder in
            let text = Self.text.replacingOccurrences(
                of: #""seed": [2, 1],"#,
                with: """
                    "seed": [2, 1], "training.batchSize": [16, 20],
                    "training.optimizer": ["sgd", { "kind": "sgd", "learningRate": 0.5 }, "adam",
                      { "kind": "sgd", "learningRate": 0.5, "backboneLearningRate": 0.05 },
                      { "kind": "sgd", "learningRate": 0.05, "backboneLearningRate": 0.005 }],
                    """)
            let study = try StudyFile.read(
                bytes: Array(text.utf8), file: "tiny.json", folder: folder, catalog: .all,
                currentDirectory: folder)
            let plan = try StudyPlan(study, folder: ResultsFolder("\(folder)/results"))
            let setups = plan.rangeSetups
            #expect(setups.count == 6)
            #expect(setups.map(\.trials.count).reduce(0, +) == 40)
            #expect(Set(setups.map(\.name)).count == 6)
            #expect(setups.map(\.backboneFraction) == [nil, nil, 0.1, nil, nil, 0.1])
            #expect(setups[0].name.hasPrefix("cnn4-batchSize16-optimizersgd"), "\(setups[0].name)")
            #expect(setups[4].name == "cnn4-batchSize20-optimizeradam", "\(setups[4].name)")
            // The backbone's rate relative to the head's makes different setups.
            _ = try Self.test(plan, try RangeTest(steps: 10), in: folder, setup: 2)
        }
    }
}
