package import Files
package import Foundation
package import Results

/// The gnuplot program. What it draws depends on the script and its data alone: it reads no file of
/// the user's, and of the environment only what it needs to start.
package struct Gnuplot {
    let executable: String

    /// The first `gnuplot` on a search path; nil when there is none.
    /// - Parameter searchPath: folders separated by colons, as in `PATH`.
    package init?(searchPath: String) {
        let candidates = searchPath.split(separator: ":").map { "\($0)/gnuplot" }
        guard
            let found = candidates.first(where: {
                FileManager.default.isExecutableFile(atPath: $0)
            })
        else { return nil }
        executable = found
    }

    /// The picture `<name>.<format>` that a script draws, run in a folder of its own.
    /// - Parameter data: the files that the script reads, by name.
    /// - Throws: `PlottingError.gnuplotFailed` with what it wrote to standard error; `FileError`.
    package func picture(
        _ name: String, script: String, data: [String: Data], format: ChartFormat = .png
    ) throws -> Data {
        let scratch = try ScratchFolder("chart")
        defer { scratch.remove() }
        let folder = scratch.path
        for (file, bytes) in data { try AtomicFile.write(bytes, to: "\(folder)/\(file)") }
        try AtomicFile.write(script, to: "\(folder)/\(name).gp")
        try run(script: "\(name).gp", format, in: folder)
        let picture = Data(
            try OpenFile(path: "\(folder)/\(name).\(format.rawValue)").contents())
        return format == .pdf ? Self.undated(picture) : picture
    }

    /// A PDF without the time of its making, so that the same chart is the same file. No byte
    /// moves, for a PDF holds the places of its parts.
    static func undated(_ pdf: Data) -> Data {
        let (head, digits) = (Data("/CreationDate (D:".utf8), Data("20000101000000".utf8))
        guard let found = pdf.range(of: head), found.upperBound + digits.count <= pdf.endIndex
        else {
            return pdf
        }
        var pdf = pdf
        pdf.replaceSubrange(found.upperBound..<found.upperBound + digits.count, with: digits)
        return pdf
    }

    /// Where programs and libraries are found. All else could change a chart: the user's settings
    /// and fonts (`HOME`, `XDG_*`, `FONTCONFIG_*`, `GNUPLOT_*`), the terminal (`GNUTERM`, `TERM`),
    /// language and time zone.
    private static let kept = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]

    private static func environment(home: String) -> [String: String] {
        var environment = ["HOME": home, "LC_ALL": "C", "TZ": "UTC"]
        let own = ProcessInfo.processInfo.environment
        for name in kept { environment[name] = own[name] }
        return environment
    }

    private func run(script: String, _ format: ChartFormat, in folder: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = [
            "--default-settings", "-e", "format='\(format.rawValue)'", script,
        ]
        process.environment = Self.environment(home: folder)
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
            throw PlottingError.gnuplotFailed(
                script: script, status: Int(process.terminationStatus),
                message: message.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}
