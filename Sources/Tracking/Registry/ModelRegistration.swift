import Files
import Foundation
package import Results
import Vocabulary

/// A model that is to be registered: a trial, or the ensemble of several.
package struct ModelRegistration {
    /// The trial, or the members of the ensemble.
    let trials: [(folder: TrialFolder, record: TrialRecord)]
    let files: ModelFiles
    /// The name of the study, or the names of the members' studies.
    let study: String
    private let metrics: [String: Double]?

    /// - Parameters:
    ///   - trials: the trial, or the members of an ensemble, at least one.
    ///   - study: the name of the study.
    ///   - metrics: the metrics of an ensemble, such as `test_accuracy`; nil: those of the trial's
    ///     best epoch.
    /// - Throws: `ResultsError`, `FileError`.
    package init(
        _ trials: [TrialFolder], _ files: ModelFiles, study: String, metrics: [String: Double]?
    ) throws {
        self.trials = try trials.map { ($0, try $0.readRecord()) }
        self.files = files
        self.study = study
        self.metrics = metrics
    }

    /// The keys of the trials, separated by commas.
    var key: String { trials.map(\.record.key).joined(separator: ",") }

    /// The version, before it is registered; its number is 0.
    /// - Parameter name: the name of the model.
    /// - Throws: `TrackingError.damagedModel`, `ResultsError`, `FileError`.
    func version(of name: String) throws -> ModelVersion {
        var version = ModelVersion(name: name, version: 0)
        version.study = study
        version.trial = trials.map(\.record.id).joined(separator: ", ")
        version.created = Date().formatted(.iso8601)
        for (file, path) in files.paths {
            version.digests[file] = try SHA256Digest.of(file: path)
        }
        for (index, trial) in trials.enumerated() {
            for file in ModelVersion.trialFiles {
                let own = ModelVersion.name(of: file, member: trials.count == 1 ? nil : index)
                guard let expected = trial.record.files[file], let got = version.digests[own],
                    expected != got
                else { continue }
                throw TrackingError.damagedModel(
                    trial.record.id, file: "\(trial.folder.path)/\(file)", expected: expected,
                    got: got)
            }
        }
        version.metrics = try metrics ?? metricsOfBestEpoch
        return version
    }

    private var metricsOfBestEpoch: [String: Double] {
        get throws {
            let trial = trials[0]
            let best = try trial.folder.readEpochs().first {
                $0.epoch == trial.record.bestEpoch
            }
            var metrics: [String: Double] = [:]
            for (split, values) in best?.metrics ?? [:] {
                metrics["\(split.rawValue)_accuracy"] = values.accuracy
                metrics["\(split.rawValue)_loss"] = values.loss
            }
            return metrics
        }
    }
}
