import Files
import Foundation
import Vocabulary

/// The runs that MLflow keeps without a server: an `mlflow.db` or an `mlruns` folder, found from
/// the path of either, or of the folder that contains them.
package enum LocalRuns {
    /// The sources at a path, the newer kind first.
    /// - Throws: `TrackingError.noLocalRuns`.
    package static func sources(_ path: String) throws(TrackingError) -> [any RunSource] {
        let manager = FileManager.default
        if manager.isFile(path) {
            guard MLflowDatabase.isDatabase(path) else { throw .noLocalRuns(path) }
            return [MLflowDatabase(path)]
        }
        let folders = [path, "\(path)/mlruns"].filter(hasExperiments)
        var databases = ["\(path)/mlflow.db"]
        if folders.isEmpty {
            // The folder mlruns beside a database contains only the files of its runs.
            let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
            databases.append("\(parent)/mlflow.db")
        }
        let found: [any RunSource] =
            databases.filter(manager.isFile).prefix(1).map { MLflowDatabase($0) }
            + folders.map { MLRunsFolder($0) }
        guard !found.isEmpty else { throw .noLocalRuns(path) }
        return found
    }

    /// The sources that an address such as `sqlite:///mlflow.db`, `file:///home/me/mlruns` or a
    /// path names; nil for an address of a server.
    /// - Throws: `TrackingError.noLocalRuns`, `badAddress` for a database other than SQLite.
    package static func sources(
        address: String
    ) throws(TrackingError) -> [any RunSource]? {
        if TrackingServer.isAddress(address) { return nil }
        for scheme in ["sqlite:///", "file://"] where address.lowercased().hasPrefix(scheme) {
            let path = String(address.dropFirst(scheme.count))
            return try sources(path.removingPercentEncoding ?? path)
        }
        guard !address.contains("://"), FileManager.default.fileExists(atPath: address) else {
            throw .badAddress(TrackingServer.withoutSecrets(address))
        }
        return try sources(address)
    }

    private static func hasExperiments(_ folder: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.contains { FileManager.default.isFile("\(folder)/\($0)/meta.yaml") }
    }
}
