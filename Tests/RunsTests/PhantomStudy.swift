import Datasets
import Engine
import Foundation
import Results
import Runs
import Studies
import Testing
import Training

/// A study on a tiny phantom data set in a folder, trained in this process.
struct PhantomStudy {
    let folder: String
    let store: FeatureStore
    /// The settings that tests vary.
    var network: String
    var optimizer: String
    var epochs: Int
    /// The axes `schedule` and `seed`.
    var sweep: String
    /// True if missing phantoms are drawn; false if they are used like any other data.
    var draws = true
    var monitor = "val_accuracy"
    /// The settings of the phantoms.
    var images = #"{ "size": 40, "train": 40, "val": 20, "test": 20 }"#
    /// The pruning rule; nil: none.
    var pruning: String?
    /// The number of threads; 0: one for every core.
    var threads = 0
    /// Further members of `dataset` and of `training`.
    var dataset = ""
    var training = ""
    /// The external sets; empty: none.
    var evaluate = ""
    /// Further sections of the study file, such as `"decisions": {}`.
    var sections = ""

    init(
        _ folder: String, network: String, optimizer: String = #""rmsprop""#, epochs: Int = 2,
        sweep: String
    ) {
        self.folder = folder
        store = FeatureStore(folder: "\(folder)/features", limit: 1 << 30)
        self.network = network
        self.optimizer = optimizer
        self.epochs = epochs
        self.sweep = sweep
    }

    private var text: String {
        """
        {
          "name": "phantoms",
          "dataset": {
            "path": "phantom", "resize": 36, "crop": 32,\(dataset.isEmpty ? "" : " \(dataset),")
            "phantom": \(draws ? images : "null")
          },
          "training": { "epochs": \(epochs), "batchSize": 16, "threads": \(threads), "monitor": "\(monitor)",
            "optimizer": \(optimizer), "pruning": \(pruning ?? "null")\(training.isEmpty ? "" : ", \(training)") },
          "network": \(network),\(evaluate.isEmpty ? "" : " \"evaluate\": \(evaluate),")\(sections.isEmpty ? "" : " \(sections),")
          "sweep": \(sweep)
        }
        """
    }

    func plan(_ results: String = "results", jobs: Int = 1) throws -> StudyPlan {
        let study = try StudyFile.read(
            bytes: Array(text.utf8), file: "phantoms.json", folder: folder, catalog: .all,
            currentDirectory: folder)
        return try StudyPlan(study, folder: ResultsFolder("\(folder)/\(results)"), jobs: jobs)
    }

    /// The validation errors with the paths of settings; empty for a valid study.
    var planErrors: [String] {
        do {
            _ = try plan()
            return []
        } catch let errors as StudyErrors {
            return errors.diagnostics.map { "\($0.path): \($0.message)" }
        } catch { return ["\(error)"] }
    }

    /// Runs the study, and expects no failures but those that the executor causes.
    /// - Parameter executor: nil: one that lets nothing fail.
    @discardableResult
    func run(
        _ results: String = "results", _ executor: InProcess? = nil, only: Set<String>? = nil,
        failures: Int = 0, jobs: Int = 1
    ) throws -> StudyResults {
        let executor = executor ?? InProcess(store: store)
        let plan = try plan(results, jobs: jobs)
        let runner = try StudyRunner(
            RunScope(plan, studyFile: "phantoms.json", only: only), executor: executor,
            options: RunOptions(jobs: jobs), kernelCache: .ofTheseTests, store: store,
            interruption: { executor.signalReceived }
        ) { _ in }
        #expect(try runner.run(on: OneDNNDevice()) == failures)
        return try StudyResults(plan.folder)
    }

    /// The digests of all files of the complete trials that do not tell the time.
    func files(_ results: String = "results") throws -> [String: [String: String]] {
        let trials = try StudyResults(ResultsFolder("\(folder)/\(results)")).trials
        return Dictionary(
            uniqueKeysWithValues: trials.map {
                ($0.entry.id, $0.record.files.filter { $0.key != "epochs.csv" })
            })
    }
}
