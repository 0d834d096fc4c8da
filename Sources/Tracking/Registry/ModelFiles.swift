import Foundation
package import Results

/// The files of a version of a model: those that `study` reads, and those of an MLflow model, which
/// `mlflow.pyfunc.load_model` reads.
package struct ModelFiles {
    /// The path of each file by its name in the version's folder, sorted by name.
    let paths: [(name: String, path: String)]

    /// - Parameters:
    ///   - trials: a trial, or the members of an ensemble.
    ///   - mlflow: a folder that `study export --format mlflow` has written.
    ///   - description: the path of the file for `model.json`; nil for a trial without decisions.
    /// - Throws: an error of the file system if the folder cannot be read.
    package init(_ trials: [TrialFolder], mlflow: String, description: String?) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: mlflow)
        var paths = names.filter { !$0.hasPrefix(".") }.map { ($0, "\(mlflow)/\($0)") }
        for (index, trial) in trials.enumerated() {
            let folder = trials.count == 1 ? nil : index
            paths += ModelVersion.trialFiles.map { file in
                (ModelVersion.name(of: file, member: folder), "\(trial.path)/\(file)")
            }
        }
        if let description { paths.append((ModelFile.name, description)) }
        self.paths = paths.sorted { $0.0 < $1.0 }
    }
}
