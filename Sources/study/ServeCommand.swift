import ArgumentParser
import Foundation

/// The command `study serve`, which starts the program `study-serve`. It is a separate program so
/// that a build of `study` does not build a server.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a trained network or results: web pages and a JSON API.",
        discussion: "Run 'study serve --help' for all options.")

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []

    func run() throws { try handOver(to: "serve", arguments) }
}
