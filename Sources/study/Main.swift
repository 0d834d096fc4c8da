import ArgumentParser

@main
struct StudyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "study")
}
