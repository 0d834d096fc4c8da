import Foundation
package import Results

/// The files of a version of a model: those that `study` reads, and those of an MLflow model, which
/// `mlflow.pyfunc.load_model` reads.
package struct ModelFiles {
    /// The path of each file by its name in the version's folder, sorted by name.
    let paths: [(name: String, path: String)]

    /// - Parameter model: a folder that `study export --format mlflow` has written.
    /// - Throws: an error of the file system if the folder cannot be read.
    package init(_ trial: TrialFolder, model: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: model)
        paths =
            (ModelVersion.files.map { ($0, "\(trial.path)/\($0)") }
            + names.filter { !$0.hasPrefix(".") }.map { ($0, "\(model)/\($0)") })
            .sorted { $0.0 < $1.0 }
    }
}
