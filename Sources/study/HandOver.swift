import ArgumentParser
import Foundation
import Terminal

/// Replaces this process by the program `study-<command>` in the folder of this program.
/// - Throws: `ExitCode` if the program cannot be started; the reason is printed first.
func handOver(to command: String, _ arguments: [String]) throws {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let path = own.deletingLastPathComponent().appendingPathComponent("study-\(command)").path
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    execv(path, &words)
    let reason = String(cString: strerror(errno))
    Console().warn(
        "\(path): \(reason); build it with 'swift build -c release --product study-\(command)', "
            + "or run './study \(command)', which builds it")
    throw ExitCode(1)
}
