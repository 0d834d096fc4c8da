import ArgumentParser
import Foundation
import Terminal

/// Becomes the program `study-<command>` that stands beside this one.
/// - Throws: `ExitCode`, after saying why not.
func handOver(to command: String, _ arguments: [String]) throws {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let path = own.deletingLastPathComponent().appendingPathComponent("study-\(command)").path
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    execv(path, &words)
    let reason = String(cString: strerror(errno))
    Console().warn(
        "\(path): \(reason); 'swift build -c release --product study-\(command)' builds it, "
            + "and so does './study \(command)'")
    throw ExitCode(1)
}
