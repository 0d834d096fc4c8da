import Foundation

/// A real browser that Python programs drive, both as `Tools/install.sh test` installs them.
package enum WebBrowser {
    /// `STUDY_WEB_PYTHON` names another Python, or none when it is empty; nil where there is none.
    package static let python: String? = {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "/root"
        let cache = environment["XDG_CACHE_HOME"] ?? "\(home)/.cache"
        let path = environment["STUDY_WEB_PYTHON"] ?? "\(cache)/study/web/bin/python"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    package static let isThere =
        python != nil
        && FileManager.default.isExecutableFile(
            atPath: ProcessInfo.processInfo.environment["STUDY_CHROMIUM"] ?? "/usr/bin/chromium")

    /// A program of `Tools/web`.
    package static func tool(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Tools/web/\(name)").standardizedFileURL.path
    }

    /// Where screenshots are to be left, as an argument; `STUDY_SCREENSHOTS` names the folder.
    package static var screenshots: [String] {
        ProcessInfo.processInfo.environment["STUDY_SCREENSHOTS"].map { [$0] } ?? []
    }

    /// Runs a program to its end.
    /// - Parameter folder: where it is started.
    /// - Returns: its exit status, and what it said.
    package static func run(
        _ program: String, _ arguments: [String], in folder: String
    ) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
