import ArgumentParser
import Foundation
import Results
import Studies
import Tracking

/// Which MLflow server there is to be asked or told.
struct ServerOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("An MLflow server (default: MLFLOW_TRACKING_URI).", valueName: "url"))
    var trackingUri: String?

    func validate() throws {
        if let trackingUri { _ = try server(trackingUri) }
    }

    private func server(_ text: String) throws -> TrackingServer {
        do { return try TrackingServer(text) } catch { throw ValidationError("\(error)") }
    }

    /// The server that is named; nil where none is.
    func server(_ console: Console) throws -> TrackingServer? {
        if let trackingUri { return try server(trackingUri) }
        let variable = TrackingServer.addressVariable
        guard let text = ProcessInfo.processInfo.environment[variable], !text.isEmpty else {
            return nil
        }
        // The variable may be meant for other programs.
        guard TrackingServer.isAddress(text) else {
            console.note(
                "note: \(variable) is \(TrackingServer.withoutSecrets(text)), no http or https address: not tracked"
            )
            return nil
        }
        return try server(text)
    }
}

/// Which MLflow server is told of a run, and what of it.
struct TrackingOptions: ParsableArguments {
    @OptionGroup private var option: ServerOption
    @Option(help: "Tell loss and rate of every so many steps; 0: of epochs alone.")
    var trackingSteps = 10

    func validate() throws {
        guard trackingSteps >= 0 else {
            throw ValidationError("--tracking-steps must not be negative")
        }
    }

    /// The server that is named; nil where none is.
    func server(_ console: Console) throws -> TrackingServer? { try option.server(console) }

    /// The experiment of a study's runs.
    static func experiment(_ study: String) -> String {
        let name = ProcessInfo.processInfo.environment[TrackingServer.experimentVariable] ?? ""
        return name.isEmpty ? study : name
    }
}
