import Foundation

/// The gnuplot program.
struct Gnuplot {
    let executable: String

    /// The first `gnuplot` on a search path; nil when there is none.
    /// - Parameter searchPath: folders separated by colons, as in `PATH`.
    init?(searchPath: String) {
        let candidates = searchPath.split(separator: ":").map { "\($0)/gnuplot" }
        guard
            let found = candidates.first(where: {
                FileManager.default.isExecutableFile(atPath: $0)
            })
        else { return nil }
        executable = found
    }

    /// Runs a script in its folder.
    /// - Throws: `ReportsError.gnuplotFailed` with what it wrote to standard error.
    func run(script: String, in folder: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = [script]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let errors = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        let message = String(
            decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, process.terminationReason == .exit else {
            throw ReportsError.gnuplotFailed(
                script: script, status: Int(process.terminationStatus),
                message: message.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}
