import Foundation

extension StudyLock {
    /// The folder of the study's images; a relative one is relative to the study file.
    package var dataRoot: String {
        let path = dataset.path
        guard !path.hasPrefix("/") else { return path }
        return URL(fileURLWithPath: studyFile).deletingLastPathComponent()
            .appendingPathComponent(path).standardizedFileURL.path
    }
}
