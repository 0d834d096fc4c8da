import Files
import Foundation
import Vocabulary

/// The runs that MLflow keeps without a server: an `mlflow.db` or an `mlruns` folder, found from
/// the path of either, or of the folder that contains them.
package enum LocalRuns {
    /// The sources at a path, or at an address of a file or folder, the newer kind first.
    /// - Throws: `TrackingError.noLocalRuns`.
    package static func sources(_ text: String) throws(TrackingError) -> [any RunSource] {
        let manager = FileManager.default
        let path = manager.fileExists(atPath: text) ? text : path(ofAddress: text) ?? text
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
        if let path = path(ofAddress: address) { return try sources(path) }
        guard !address.contains("://"), FileManager.default.fileExists(atPath: address) else {
            throw .badAddress(TrackingServer.withoutSecrets(address))
        }
        return try sources(address)
    }

    /// The path in an address such as `sqlite:///mlflow.db`, `file:///home/me/mlruns` or
    /// `file:./mlruns`; nil for another scheme.
    private static func path(ofAddress address: String) -> String? {
        let schemes = ["sqlite:///", "file://localhost/", "file://", "file:"]
        guard let scheme = schemes.first(where: { address.lowercased().hasPrefix($0) }) else {
            return nil
        }
        let rest = address.dropFirst(scheme.count)
        let path = scheme == "file://localhost/" ? "/\(rest)" : String(rest)
        return path.removingPercentEncoding ?? path
    }

    private static func hasExperiments(_ folder: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.contains { FileManager.default.isFile("\(folder)/\($0)/meta.yaml") }
    }
}
