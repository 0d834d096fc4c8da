import ArgumentParser
import Foundation
import Processes
import Terminal

/// The path of the program `study-<command>` in the folder of this program.
private func path(of command: String) -> String {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return own.deletingLastPathComponent().appendingPathComponent("study-\(command)").path
}

/// Replaces this process by the program `study-<command>` in the folder of this program.
/// - Throws: `ExitCode` if the program cannot be started; the reason is printed first.
func handOver(to command: String, _ arguments: [String]) throws {
    let path = path(of: command)
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    execv(path, &words)
    try reportMissing(command, reason: String(cString: strerror(errno)))
}

/// Runs the program `study-<command>` until it ends.
/// - Throws: `ExitCode` if the program cannot be started or fails; the reason is printed first.
func runProgram(_ command: String, _ arguments: [String]) throws {
    let path = path(of: command)
    guard access(path, X_OK) == 0 else {
        return try reportMissing(command, reason: String(cString: strerror(errno)))
    }
    let result = try ChildProcess.run(path, arguments, timeout: 3600)
    guard result?.termination.exitStatus == 0 else {
        Console().warn(result?.errors ?? "\(path): did not end within an hour")
        throw ExitCode(1)
    }
}

private func reportMissing(_ command: String, reason: String) throws {
    Console().warn(
        "\(path(of: command)): \(reason); build it with 'swift build -c release --product study-\(command)', "
            + "or run './study \(command)', which builds it")
    throw ExitCode(1)
}
