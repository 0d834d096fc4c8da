import Foundation

/// The programs of this package, in the folder where they were built.
struct Programs {
    let folder: URL

    /// The folder of this program.
    static var ownFolder: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
    }

    /// The standard output of a program.
    /// - Throws: `ProgramError` if it fails.
    func output(_ name: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = folder.appendingPathComponent(name)
        process.arguments = arguments
        // The width of help texts.
        process.environment = ProcessInfo.processInfo.environment.merging(["COLUMNS": "80"]) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ProgramError(command: ([name] + arguments).joined(separator: " "))
        }
        return String(decoding: data, as: UTF8.self)
    }
}

/// A program that failed.
struct ProgramError: Error, CustomStringConvertible {
    let command: String

    var description: String { "'\(command)' failed" }
}
