package import Foundation

/// Programs that tests run.
package enum ExternalProgram {
    /// How one ended, and what it said on both outputs.
    package typealias Outcome = (status: Int32, text: String)

    /// Runs a program to its end.
    /// - Parameters:
    ///   - environment: besides this process's own.
    ///   - folder: where it is started; nil: where this process is.
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
    /// - Parameter output: for what it says on both outputs; nil: nothing of it is kept.
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

    /// Whether a folder of `PATH` has a program of this name.
    package static func isThere(_ name: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

    /// A file of the project's `Tools`.
    package static func tool(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Tools/\(name)").standardizedFileURL.path
    }

    /// What `Tools/install.sh test` puts into the cache folder; nil where it is not.
    package static func installed(_ name: String) -> String? {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "/root")/.cache"
        let path = "\(cache)/study/\(name)"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// A Python that an environment variable names; nil where it names none.
    package static func python(_ variable: String) -> String? {
        let path = ProcessInfo.processInfo.environment[variable] ?? ""
        return path.isEmpty ? nil : path
    }
}
