import Foundation

/// Why a chart could not be drawn.
package enum GnuplotError: Error, Sendable, Hashable {
    /// There is no gnuplot on the PATH.
    case missing(folder: String)
    /// gnuplot refused a script; with what it wrote to standard error.
    case failed(script: String, status: Int32, message: String)
}

extension GnuplotError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let folder):
            "gnuplot is not on the PATH, so the charts were not drawn; the results are kept. Install "
                + "gnuplot (Debian: apt-get install gnuplot-nox) and run 'study plot \(folder)'"
        case .failed(let script, let status, let message):
            "\(script): gnuplot ended with status \(status): "
                + message.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}

/// The gnuplot program, and how its scripts write text and numbers.
struct Gnuplot {
    private let program: URL

    /// - Parameter searchPath: folders between colons, as in the environment's `PATH`.
    init?(searchPath: String) {
        let candidates = searchPath.split(separator: ":").map { "\($0)/gnuplot" }
        guard
            let found = candidates.first(where: FileManager.default.isExecutableFile(atPath:))
        else { return nil }
        program = URL(fileURLWithPath: found)
    }

    /// Runs `<name>.gp` in `folder`; `<name>.png` appears whole or not at all.
    /// - Throws: `GnuplotError.failed`, or what Foundation throws when the program cannot start.
    func draw(_ name: String, in folder: String) throws {
        let temporary = ".\(name).\(String(UInt64.random(in: 0...(.max)), radix: 36)).tmp"
        let temporaryPath = "\(folder)/\(temporary)"
        defer { unlink(temporaryPath) }
        let process = Process()
        process.executableURL = program
        process.arguments = [
            "--default-settings", "-e", "output = \(Self.quoted(temporary))", "\(name).gp",
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let errors = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        let message = String(
            decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let target = "\(folder)/\(name).png"
        guard process.terminationStatus == 0, rename(temporaryPath, target) == 0 else {
            throw GnuplotError.failed(
                script: "\(folder)/\(name).gp", status: process.terminationStatus,
                message: message.isEmpty ? "it wrote no image" : message)
        }
    }

    /// A string constant; line breaks and other control characters become spaces.
    static func quoted(_ text: String) -> String {
        let plain = String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 ? " " : $0 }))
        return "'" + plain.replacingOccurrences(of: "'", with: "''") + "'"
    }

    /// A number with at most six significant digits.
    static func number(_ value: Double) -> String {
        String(format: "%.6g", value)
    }
}
