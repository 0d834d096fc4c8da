import ArgumentParser

/// The command `study track`, which sends results to an MLflow server or imports them.
struct TrackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "track", abstract: "Send results to an MLflow server, or import its runs.",
        subcommands: [TrackPushCommand.self, TrackPullCommand.self])
}
