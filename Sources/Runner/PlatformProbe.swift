import Engine
import Foundation
package import Results
import SourceVersion

extension Platform {
    /// The machine that this process runs on.
    package static func current(threads: Int) -> Platform {
        let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        func field(_ name: String) -> String? {
            information.split(separator: "\n").first { $0.hasPrefix(name) }?
                .split(separator: ":", maxSplits: 1).last
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
        return Platform(
            cpu: field("model name") ?? "unknown",
            cores: ProcessInfo.processInfo.activeProcessorCount,
            instructionSet: OneDNNDevice.instructionSet,
            system: ProcessInfo.processInfo.operatingSystemVersionString,
            oneDNN: OneDNNDevice.libraryVersion, threads: threads)
    }
}

/// The versions that results name.
package enum CodeVersion {
    /// The program's version.
    package static let program = "0.1.0"
    /// The Git commit that the program was built from, with `-dirty` at its end if sources had been changed since; nil if
    /// it is not known.
    package static let commit = SourceCommit.hash
    /// The program's version and commit, for people.
    package static let text = "\(ProgramVersion(program, commit: commit ?? "unknown"))"
    /// Raised when the same settings would no longer give the same numbers; part of every trial's key.
    package static let engine = 5
}
