import Engine
import Foundation
import Results
import Runs
import Studies
import Synchronization
import Training

/// Suites of studies whose trials fail.
protocol FailingStudy {}

extension FailingStudy {
    static func study(
        _ folder: String, schedules: String = #"["constant", "cosine"]"#
    ) -> PhantomStudy {
        PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#,
            optimizer: #"{ "kind": "sgd", "learningRate": 0.01 }"#,
            sweep: #"{ "schedule": \#(schedules), "seed": [1] }"#)
    }

    /// Runs a study with an executor, and records the ends of trials.
    @discardableResult
    static func run(
        _ study: PhantomStudy, _ executor: any Executor, retries: Int = 0, failsFast: Bool = false
    ) throws -> (failures: Int, events: [String], folder: ResultsFolder) {
        let plan = try study.plan()
        let events = Mutex<[String]>([])
        let runner = try StudyRunner(
            RunScope(plan, studyFile: "phantoms.json"), executor: executor,
            options: RunOptions(failsFast: failsFast, retries: retries),
            kernelCache: .ofTheseTests, store: study.store
        ) { event in
            switch event {
            case .retrying(let trial, _): events.withLock { $0.append("retrying \(trial.id)") }
            case .failed(let trial, _): events.withLock { $0.append("failed \(trial.id)") }
            case .finished(let trial, _): events.withLock { $0.append("finished \(trial.id)") }
            default: break
            }
        }
        return (try runner.run(on: OneDNNDevice()), events.withLock { $0 }, plan.folder)
    }

    /// A shell script that is started instead of `study`.
    static func program(_ script: String, in folder: String) throws -> String {
        let path = "\(folder)/program"
        try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, 0o755)
        return path
    }

    /// The path of `study`.
    static var program: String {
        Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent("study").path
            ?? ""
    }
}
