import ArgumentParser
import Foundation

/// `study serve`: hands over to `study-serve`, a program of its own, so that who only trains need
/// not build a server.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a trained network: a web page, and JSON for programs.",
        discussion: "study serve --help tells more.")

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []

    func run() throws { try handOver(to: "serve", arguments) }
}
