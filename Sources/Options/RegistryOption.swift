package import ArgumentParser
import Files
import Foundation
package import Results
package import Tracking

/// The options that name a model registry. Every command uses the same rule: the server of
/// `--tracking-uri`, else that of `MLFLOW_TRACKING_URI`, else the server that tracked the results
/// folder of the command or of `--results`, else the registry on this machine.
package struct RegistryOption: ParsableArguments {
    @OptionGroup package var server: ServerOption
    @Option(
        help: ArgumentHelp(
            "A results folder whose MLflow server has the model registry, if no server is named.",
            valueName: "dir"))
    var registryOf: String?

    package init() {}

    /// A model registry.
    package enum Place {
        case server(TrackingServer)
        case thisMachine
    }

    /// The place of the registry.
    /// - Parameters:
    ///   - folder: the results folder of the command; nil for a command without one.
    ///   - note: called with messages for the user.
    /// - Throws: `ValidationError` for a bad address or a folder that no server has tracked;
    ///   `TrackingError.severalServers`.
    package func place(
        of folder: ResultsFolder? = nil, note: (String) -> Void
    ) throws -> Place {
        if let server = try server.server(note) { return .server(server) }
        if let registryOf {
            guard FileManager.default.isFolder(registryOf) else {
                throw ValidationError("--registry-of \(registryOf): no such folder")
            }
            return .server(try TrackingServer.last(of: ResultsFolder(registryOf)))
        }
        guard let folder else { return .thisMachine }
        do { return .server(try TrackingServer.last(of: folder)) } catch TrackingError.noServer {
            return .thisMachine
        }
    }

    /// The registry, whose place is noted.
    /// - Parameter note: called with messages for the user.
    /// - Throws: the errors of `place`, `TrackingError.badRegistry`, `FileError`.
    package func registry(note: (String) -> Void) throws -> any ModelRegistry {
        switch try place(note: note) {
        case .server(let server):
            note("registry: \(server)")
            return MLflowClient(server)
        case .thisMachine:
            guard let registry = try LocalRegistry.existing() else {
                throw ValidationError(
                    "no model is registered on this machine; to use an MLflow server, set --tracking-uri, "
                        + "MLFLOW_TRACKING_URI, or --registry-of with a results folder")
            }
            note("registry: \(registry.location), on this machine")
            return registry
        }
    }
}
