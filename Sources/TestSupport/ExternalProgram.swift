package import Foundation

/// Other programs that tests run.
package enum ExternalProgram {
    /// The exit status of a program, and its text on both outputs.
    package typealias Outcome = (status: Int32, text: String)

    /// Runs a program and waits for its end.
    /// - Parameters:
    ///   - environment: variables in addition to those of this process.
    ///   - folder: the working directory; nil: that of this process.
    @discardableResult
    package static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:],
        in folder: String? = nil
    ) throws -> Outcome {
        let pipe = Pipe()
        let process = try start(
            path, arguments, environment: environment, in: folder, output: pipe)
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// Starts a program.
    /// - Parameter output: a pipe for both outputs; nil: the outputs are discarded.
    package static func start(
        _ path: String, _ arguments: [String], environment: [String: String] = [:],
        in folder: String? = nil, output: Pipe? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardOutput = output ?? FileHandle.nullDevice as Any
        process.standardError = output ?? FileHandle.nullDevice as Any
        try process.run()
        return process
    }

    /// True if a folder in `PATH` contains a program with this name.
    package static func isInstalled(_ name: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

    /// The path of a file in the project's `Tools`.
    package static func tool(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Tools/\(name)").standardizedFileURL.path
    }

    /// The path of a program that `Tools/install.sh test` installed in the cache folder; nil if it
    /// is not installed.
    package static func installed(_ name: String) -> String? {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "/root")/.cache"
        let path = "\(cache)/study/\(name)"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// The path of the Python in an environment variable; nil if it is not set or empty.
    package static func python(_ variable: String) -> String? {
        let path = ProcessInfo.processInfo.environment[variable] ?? ""
        return path.isEmpty ? nil : path
    }
}
