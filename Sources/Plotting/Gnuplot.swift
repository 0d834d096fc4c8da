import Files
package import Foundation
import Results

/// The gnuplot program. Its images depend only on the script and the data: it reads no settings of
/// the user, and only those environment variables that it needs to start.
package struct Gnuplot {
    /// The path of the program.
    let executable: String

    /// The first `gnuplot` on a search path; nil if there is none.
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

    /// Runs a script in a temporary folder and returns the image that it draws.
    /// - Parameters:
    ///   - name: the image's name without the extension.
    ///   - data: the files that the script reads, by name.
    /// - Throws: `PlottingError.gnuplotFailed` with the message from standard error; `FileError`.
    package func image(
        _ name: String, script: String, data: [String: Data], format: ChartFormat = .png
    ) throws -> Data {
        let scratch = try ScratchFolder("chart")
        defer { scratch.remove() }
        let folder = scratch.path
        for (file, bytes) in data { try AtomicFile.write(bytes, to: "\(folder)/\(file)") }
        try AtomicFile.write(script, to: "\(folder)/\(name).gp")
        try run(script: "\(name).gp", format, in: folder)
        let image = Data(
            try OpenFile(path: "\(folder)/\(name).\(format.rawValue)").contents())
        return format == .pdf ? Self.undated(image) : image
    }

    /// The PDF with a fixed creation date, so that equal charts are equal files. The date keeps its
    /// length, because a PDF contains the byte offsets of its parts.
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

    /// The environment variables that gnuplot gets: those that locate programs and libraries. All
    /// others could change a chart: the user's settings and fonts (`HOME`, `XDG_*`, `FONTCONFIG_*`,
    /// `GNUPLOT_*`), the terminal (`GNUTERM`, `TERM`), language and time zone.
    private static let passedVariables = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]

    private static func environment(home: String) -> [String: String] {
        var environment = ["HOME": home, "LC_ALL": "C", "TZ": "UTC"]
        let own = ProcessInfo.processInfo.environment
        for name in passedVariables { environment[name] = own[name] }
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
