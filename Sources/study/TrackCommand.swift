import ArgumentParser

/// `study track`: results and an MLflow server.
struct TrackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "track", abstract: "Send results to an MLflow server, or fetch them from it.",
        subcommands: [TrackPushCommand.self, TrackPullCommand.self])
}
