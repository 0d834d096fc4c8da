import ArgumentParser
import Foundation
import Options
import Terminal
import Tracking

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
    func server(_ console: Console) throws -> TrackingServer? { try option.server(console.note) }

    /// The experiment of a study's runs.
    static func experiment(_ study: String) -> String {
        let name = ProcessInfo.processInfo.environment[TrackingServer.experimentVariable] ?? ""
        return name.isEmpty ? study : name
    }
}
