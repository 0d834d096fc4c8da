import ArgumentParser
import Foundation
package import Tracking

/// Which MLflow server there is to be asked or told.
package struct ServerOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("An MLflow server (default: MLFLOW_TRACKING_URI).", valueName: "url"))
    var trackingUri: String?

    package init() {}

    package func validate() throws {
        if let trackingUri { _ = try server(trackingUri) }
    }

    private func server(_ text: String) throws -> TrackingServer {
        do { return try TrackingServer(text) } catch { throw ValidationError("\(error)") }
    }

    /// The server that is named; nil where none is.
    /// - Parameter note: is told what a person should know.
    package func server(_ note: (String) -> Void) throws -> TrackingServer? {
        if let trackingUri { return try server(trackingUri) }
        let variable = TrackingServer.addressVariable
        guard let text = ProcessInfo.processInfo.environment[variable], !text.isEmpty else {
            return nil
        }
        // The variable may be meant for other programs.
        guard TrackingServer.isAddress(text) else {
            note(
                "note: \(variable) is \(TrackingServer.withoutSecrets(text)), no http or https address: not tracked"
            )
            return nil
        }
        return try server(text)
    }
}
