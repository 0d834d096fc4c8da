import Foundation
import JSON
package import Testing

/// Texts in `Tests/Goldens` that tests compare with the output of the program, such as reports and
/// help texts. Tests that run with `STUDY_RECORD=1` write them again.
package enum TextGolden {
    private static let isRecording =
        ProcessInfo.processInfo.environment["STUDY_RECORD"] == "1"

    /// Expects a text to equal the recorded one.
    /// - Parameter name: the path of the file in `Tests/Goldens`, such as `report/seeds-report.md`.
    /// - Throws: an error if the file cannot be read or written.
    package static func expect(
        _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = URL(fileURLWithPath: "\(Golden.folder)/\(name)")
        if isRecording {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let recorded = try String(contentsOf: file, encoding: .utf8)
        let lines = zip(
            text.split(separator: "\n", omittingEmptySubsequences: false),
            recorded.split(separator: "\n", omittingEmptySubsequences: false))
        let difference = lines.first { $0 != $1 }.map { "got: \($0)\nrecorded: \($1)" }
        #expect(
            text == recorded,
            "\(name) differs; STUDY_RECORD=1 records it again. \(difference ?? "Its length differs.")",
            sourceLocation: sourceLocation)
    }

    /// Expects a folder of goldens to contain exactly these files. A file that no test compares is
    /// stale, and a missing file was not compared. Recording removes stale files.
    /// - Parameters:
    ///   - names: the names of the files.
    ///   - group: the folder in `Tests/Goldens`, such as `report`.
    /// - Throws: an error if the folder cannot be read or changed.
    package static func expectOnly(
        _ names: Set<String>, in group: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folder = "\(Golden.folder)/\(group)"
        let recorded = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            !$0.hasPrefix(".")
        }
        let stale = Set(recorded).subtracting(names)
        // Other tests may not have recorded their files yet.
        if isRecording {
            for name in stale { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
            return
        }
        #expect(stale.isEmpty, "no test compares these files", sourceLocation: sourceLocation)
        let missing = names.subtracting(recorded)
        #expect(missing.isEmpty, "not recorded", sourceLocation: sourceLocation)
    }
}
