import Foundation
import Testing
import TestSupport

/// Studies tracked by a real MLflow server, read back by its Python client. `STUDY_MLFLOW` names
/// the Python that has it; `make test` sets it.
///
/// The suites share one server, since a start takes long, and so do the phantoms that it keeps; no
/// two of their tests run at the same time.
@Suite(
    .serialized,
    .enabled(
        if: mlflowPython != nil,
        "STUDY_MLFLOW is not set: it names a Python with Tools/mlflow/requirements.txt"))
enum MLflowTests {
    fileprivate static let shared: Result<MLflowServer, any Error> = Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "study-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit {
            guard case .success(let server) = MLflowTests.shared else { return }
            server.kill()
            try? FileManager.default.removeItem(atPath: server.folder)
        }
        return try MLflowServer(in: folder.path)
    }

    /// The server, which runs, and its folder.
    static func server() throws -> MLflowServer { try shared.get() }
}
