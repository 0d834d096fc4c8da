import ArgumentParser
import Foundation
package import Tracking

/// The option that names an MLflow server.
package struct ServerOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The address of an MLflow server (default: MLFLOW_TRACKING_URI).", valueName: "url"))
    var trackingUri: String?

    package init() {}

    /// Checks the address.
    /// - Throws: `ValidationError`.
    package func validate() throws {
        if let trackingUri { _ = try server(trackingUri) }
    }

    private func server(_ text: String) throws -> TrackingServer {
        do { return try TrackingServer(text) } catch { throw ValidationError("\(error)") }
    }

    /// The server that the option or the environment names; nil if neither does.
    /// - Parameter note: called with messages for the user.
    /// - Throws: `ValidationError` for a bad address.
    package func server(_ note: (String) -> Void) throws -> TrackingServer? {
        if let trackingUri { return try server(trackingUri) }
        let variable = TrackingServer.addressVariable
        guard let text = ProcessInfo.processInfo.environment[variable], !text.isEmpty else {
            return nil
        }
        // Other programs accept more kinds of addresses in this variable.
        guard TrackingServer.isAddress(text) else {
            note(
                "note: \(variable) is ignored: '\(TrackingServer.withoutSecrets(text))' is not an http or https address"
            )
            return nil
        }
        return try server(text)
    }
}
