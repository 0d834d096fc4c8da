import ArgumentParser
import Foundation
import Options
import Terminal
import Tracking

/// The options for tracking a run on an MLflow server.
struct TrackingOptions: ParsableArguments {
    @OptionGroup private var option: ServerOption
    @Option(
        help: ArgumentHelp(
            "Track loss and learning rate every N steps; 0: only after each epoch.", valueName: "n")
    )
    var trackingSteps = 10

    func validate() throws {
        guard trackingSteps >= 0 else {
            throw ValidationError("--tracking-steps must be at least 0; got \(trackingSteps)")
        }
    }

    /// The server that the options or the environment name; nil if neither does. That an address
    /// in the environment is ignored is said even if the console is quiet.
    /// - Throws: `ValidationError` for a bad address.
    func server(_ console: Console) throws -> TrackingServer? { try option.server(console.warn) }

    /// The name of the MLflow experiment for a study's runs: that in the environment, else the
    /// study's name.
    static func experiment(_ study: String) -> String {
        let name = ProcessInfo.processInfo.environment[TrackingServer.experimentVariable] ?? ""
        return name.isEmpty ? study : name
    }
}
