import Foundation

/// The processor cores that this process may use, which can be fewer than the machine has.
package enum AvailableCores {
    /// The number of cores, at least 1: the least of those in the CPU affinity of the process, the
    /// CPU quota of its control groups, rounded up, and the CPUs of its Slurm task.
    package static let count = count(
        root: "", environment: ProcessInfo.processInfo.environment)

    /// The number of cores of a process.
    /// - Parameters:
    ///   - root: the prefix of `/proc` and of the control groups, for tests.
    ///   - environment: the environment variables of the process.
    package static func count(root: String, environment: [String: String]) -> Int {
        let limits = [
            affinity(root) ?? ProcessInfo.processInfo.activeProcessorCount,
            CPUQuota(root: root).cores.map { Int(min($0, 1e6).rounded(.up)) },
            ofSlurm(environment),
        ]
        return max(1, limits.compactMap(\.self).min() ?? 1)
    }

    /// The number of CPUs in the affinity of the process, as `taskset` and cpusets set it; nil if
    /// `/proc` is missing.
    private static func affinity(_ root: String) -> Int? {
        let text = (try? String(contentsOfFile: "\(root)/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }
        // A mask in groups of hexadecimal digits, such as `ff,ffffffff`.
        let count = line?.drop { $0 != ":" }.compactMap(\.hexDigitValue)
            .reduce(0) { $0 + $1.nonzeroBitCount }
        return count == 0 ? nil : count
    }

    /// The number of CPUs of a Slurm task. Not every cluster confines a task to them.
    private static func ofSlurm(_ environment: [String: String]) -> Int? {
        guard environment["SLURM_JOB_ID"] != nil else { return nil }
        let values = ["SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE"].lazy
        return values.compactMap { environment[$0].flatMap { Int($0) } }.first { $0 > 0 }
    }
}
