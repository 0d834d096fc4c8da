import Foundation

/// The program `study`, started in a folder that also contains its cache, registry and
/// configuration.
package struct StudyProgram {
    /// The current folder of the commands.
    package let folder: String

    package init(folder: String) { self.folder = folder }

    /// The result of a command.
    package struct Outcome {
        /// The exit status.
        package let status: Int32
        /// Standard output.
        package let output: String
        /// Standard error.
        package let errors: String

        /// Standard output as a JSON object.
        package var json: [String: Any] {
            let value = try? JSONSerialization.jsonObject(with: Data(output.utf8))
            return value as? [String: Any] ?? [:]
        }
    }

    /// Runs a command to its end, in the folder and without a terminal.
    /// - Parameters:
    ///   - columns: the width of help texts.
    ///   - variables: environment variables to set.
    package func run(
        _ arguments: [String], columns: Int = 80, environment variables: [String: String] = [:]
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent()
            .appendingPathComponent("study")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        var environment = ProcessInfo.processInfo.environment
        for name in ["MLFLOW_TRACKING_URI", "MLFLOW_TRACKING_TOKEN", "STUDY_CACHE"] {
            environment[name] = nil
        }
        environment["XDG_CACHE_HOME"] = "\(folder)/.cache"
        environment["XDG_DATA_HOME"] = "\(folder)/.data"
        environment["XDG_CONFIG_HOME"] = "\(folder)/.config"
        environment["COLUMNS"] = "\(columns)"
        environment.merge(variables) { $1 }
        process.environment = environment
        let errors = "\(folder)/.errors-\(UUID())"
        try Data().write(to: URL(fileURLWithPath: errors))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: try String(contentsOfFile: errors, encoding: .utf8))
    }

    /// Whether the folder has a file or folder at a relative path.
    package func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(path)")
    }
}
