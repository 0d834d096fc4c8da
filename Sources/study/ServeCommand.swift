import ArgumentParser
import Foundation

/// `study serve`: hands over to `study-serve`, a program of its own, so that who only trains need not build a server.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a trained network: a web page, and JSON for programs.",
        discussion: "study serve --help tells more.")

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []

    func run() throws {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let path = own.deletingLastPathComponent().appendingPathComponent("study-serve").path
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        execv(path, &words)
        let reason = String(cString: strerror(errno))
        Console().warn(
            "\(path): \(reason); 'swift build -c release --product study-serve' builds it, "
                + "and so does './study serve'")
        throw ExitCode(1)
    }
}
