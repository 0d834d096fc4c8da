import ArgumentParser

/// `study weights`: checkpoints.
struct WeightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights", abstract: "Look into checkpoints, convert them and fetch them.",
        subcommands: [
            WeightsInspectCommand.self, WeightsConvertCommand.self, WeightsFetchCommand.self,
        ])
}
