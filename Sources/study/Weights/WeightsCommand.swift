import ArgumentParser

/// The command `study weights`, which inspects, converts and downloads checkpoints.
struct WeightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights", abstract: "Inspect, convert and download checkpoints.",
        subcommands: [
            WeightsInspectCommand.self, WeightsConvertCommand.self, WeightsFetchCommand.self,
        ])
}
