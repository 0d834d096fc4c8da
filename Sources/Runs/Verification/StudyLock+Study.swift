import Foundation
import JSON
package import Results
package import Studies
import Vocabulary

extension StudyLock {
    /// Reads the study in the lock of a results folder; relative paths are resolved as in the
    /// original run.
    /// - Parameters:
    ///   - data: the current folder of the data, in which no phantoms are drawn; nil: the folder in
    ///     the lock.
    ///   - phantom: the folder in which phantoms are drawn; nil: the folder in the lock.
    /// - Throws: `StudyErrors`.
    package func readStudy(
        _ folder: ResultsFolder, data: String? = nil, phantom: String? = nil
    ) throws -> Study {
        func pathOverride(_ path: String) -> String {
            "dataset.path=\(JSONValue.string(path).canonical)"
        }
        func read(_ overrides: [String]) throws -> Study {
            try StudyFile.read(
                bytes: Array(self.study.pretty.utf8), file: "\(folder.lockPath) (study)",
                folder: URL(fileURLWithPath: studyFile).deletingLastPathComponent().path,
                overrides: overrides, catalog: .all)
        }
        let overrides =
            data.map { [pathOverride($0), "dataset.phantom=null"] }
            ?? phantom.map { [pathOverride($0)] } ?? []
        var study = try read(overrides)
        if !overrides.isEmpty, study.trials.contains(where: { $0.settings.dataset.table != nil }) {
            // A table in the folder of the images has moved with it.
            for (index, trial) in try read([]).trials.enumerated()
            where study.trials.indices.contains(index) {
                study.trials[index].settings.dataset.moveTable(
                    from: trial.settings.dataset.path,
                    to: study.trials[index].settings.dataset.path)
            }
        }
        // The study may have been run by a version that did not check for leaks and unread files.
        for index in study.trials.indices {
            study.trials[index].settings.dataset.onLeak = .report
            study.trials[index].settings.dataset.onUnread = .ignore
        }
        return study
    }
}
