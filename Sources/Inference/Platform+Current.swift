import Engine
import Foundation
package import Results

extension Platform {
    /// The machine on which this process runs.
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
            instructionSet: OneDNNLibrary.instructionSet,
            system: ProcessInfo.processInfo.operatingSystemVersionString,
            oneDNN: OneDNNLibrary.version, threads: threads)
    }
}
