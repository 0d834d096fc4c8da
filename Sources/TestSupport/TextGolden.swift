import Foundation
import JSON
package import Testing

/// Texts under `Tests/Goldens` that tests compare with what the program writes, such as reports and
/// help texts. Tests that run with `STUDY_RECORD=1` write them again.
package enum TextGolden {
    private static let isRecording =
        ProcessInfo.processInfo.environment["STUDY_RECORD"] == "1"

    /// Expects a text to be the recorded one.
    /// - Parameter name: the file's path below `Tests/Goldens`, such as `report/seeds-report.md`.
    /// - Throws: when the file cannot be read, or written.
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

    /// Expects a folder of goldens to have these files and no others: one that no test compares is
    /// stale, and one that is missing was not compared. A recording removes the stale ones.
    /// - Parameters:
    ///   - names: the files' names.
    ///   - group: the folder below `Tests/Goldens`, such as `report`.
    /// - Throws: when the folder cannot be read, or changed.
    package static func expectOnly(
        _ names: Set<String>, in group: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folder = "\(Golden.folder)/\(group)"
        let recorded = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            !$0.hasPrefix(".")
        }
        let stale = Set(recorded).subtracting(names)
        // Other tests may still be recording theirs.
        if isRecording {
            for name in stale { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
            return
        }
        #expect(stale.isEmpty, "nothing is compared with them", sourceLocation: sourceLocation)
        let missing = names.subtracting(recorded)
        #expect(missing.isEmpty, "not recorded", sourceLocation: sourceLocation)
    }
}
