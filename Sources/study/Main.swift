import ArgumentParser

@main
struct StudyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study", subcommands: [BenchCommand.self])
}
