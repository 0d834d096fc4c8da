import Foundation
import Testing
import TestSupport

/// Studies tracked by a real MLflow server and read back by its Python client. `STUDY_MLFLOW` names
/// a Python with MLflow; `make test` sets it.
///
/// The suites use one server and one set of phantoms, since their creation takes long; their tests
/// run one at a time.
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

    /// The running server, and its folder.
    static func server() throws -> MLflowServer { try shared.get() }
}
