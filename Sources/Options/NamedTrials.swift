import Analysis
import ArgumentParser
import Foundation
package import Results

/// The trials that paths on the command line name.
package enum NamedTrials {
    /// The folders of the trials. A path is the folder of a finished trial, or a results folder:
    /// its best trial is meant or, for an ensemble, all trials of its best configuration.
    /// - Parameters:
    ///   - option: the option of the paths, such as `--trial `, for messages.
    ///   - note: called with the reason why a trial is the best one.
    /// - Throws: `ValidationError` for a results folder without a finished trial, and for an
    ///   ensemble of one trial; `ResultsError`, `JSONError`, `FileError`.
    package static func folders(
        _ paths: [String], isEnsemble: Bool, option: String = "", note: (String) -> Void
    ) throws -> [TrialFolder] {
        guard isEnsemble || paths.count == 1 else {
            throw ValidationError("several trials require --ensemble")
        }
        return try paths.flatMap { path -> [TrialFolder] in
            let results = ResultsFolder(path)
            guard FileManager.default.fileExists(atPath: results.lockPath) else {
                if isEnsemble, paths.count == 1 {
                    throw ValidationError(
                        "--ensemble: expected a results folder or several trials; got \(path)")
                }
                let id = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
                return [TrialFolder(path, id: id)]
            }
            guard let best = try BestTrial(results) else {
                throw ValidationError(
                    "\(option)\(path): has no finished trial, or no validation results that choose "
                        + "one; name a trial, such as \(results.path)/trials/ID")
            }
            note(best.reason)
            guard isEnsemble else { return [results.trial(best.id)] }
            if best.configuration.count == 1 {
                throw ValidationError(
                    "\(option)\(path): its best configuration has one trial, \(best.id); an "
                        + "ensemble needs several seeds or folds")
            }
            return best.configuration.map { results.trial($0) }
        }
    }
}
