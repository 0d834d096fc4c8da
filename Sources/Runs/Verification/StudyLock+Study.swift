import Foundation
import JSON
package import Results
package import Studies
import Vocabulary

extension StudyLock {
    /// The study that the lock of a folder holds, read again with the paths of then.
    /// - Parameters:
    ///   - data: where the data are now, into which nothing is drawn; nil: where the lock says.
    ///   - phantom: where a phantom is to be drawn; nil: where the lock says.
    /// - Throws: `StudyErrors`.
    package func readStudy(
        _ folder: ResultsFolder, data: String? = nil, phantom: String? = nil
    ) throws -> Study {
        func place(_ path: String) -> String { "dataset.path=\(JSONValue.string(path).canonical)" }
        var study = try StudyFile.read(
            bytes: Array(self.study.pretty.utf8), file: "\(folder.lockPath) (study)",
            folder: URL(fileURLWithPath: studyFile).deletingLastPathComponent().path,
            overrides: data.map { [place($0), "dataset.phantom=null"] }
                ?? phantom.map { [place($0)] } ?? [], catalog: .all)
        // It has run already, perhaps by a version that looked neither for leaks nor for files that
        // are not read.
        for index in study.trials.indices {
            study.trials[index].settings.dataset.onLeak = .report
            study.trials[index].settings.dataset.onUnread = .ignore
        }
        return study
    }
}
