import Foundation
import Testing

/// A Slurm cluster of two nodes on this machine, started by `Tools/slurm/cluster.sh`.
struct SlurmCluster {
    let folder: String

    /// The reason for which a cluster cannot be started here; nil if it can.
    static var isMissing: Comment? {
        let needed = ["/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged"]
        let missing = needed.filter { !FileManager.default.isExecutableFile(atPath: $0) }
        if !missing.isEmpty {
            return
                "no \(missing.joined(separator: ", ")); 'Tools/install.sh test' installs them as root"
        }
        return getuid() == 0 ? nil : "Slurm's daemons start as root alone"
    }

    /// - Parameter array: tasks of an array, at most one less.
    init(in folder: String, cpus: Int = 1, array: Int = 1001) throws {
        self.folder = folder
        do {
            try Self.run(
                "/bin/bash", [Self.script, "start", folder, "2", "\(cpus)"],
                environment: ["STUDY_SLURM_ARRAY": "\(array)"])
        } catch {
            stop()
            throw error
        }
    }

    private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Tools/slurm/cluster.sh").standardized.path

    var environment: [String: String] {
        ["SLURM_CONF": "\(folder)/slurm.conf", "STUDY_LEASE": "2"]
    }

    func stop() { _ = try? Self.run("/bin/bash", [Self.script, "stop", folder]) }

    /// Ends a daemon at once, such as `slurmctld` or `slurmd-node1`.
    func kill(_ daemon: String) throws {
        let text = try String(contentsOfFile: "\(folder)/\(daemon).pid", encoding: .utf8)
        let number = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(Foundation.kill(number, SIGKILL) == 0)
    }

    func startController() throws {
        try Self.run("/bin/bash", [Self.script, "controller", folder])
    }
    func startNode(_ number: Int) throws {
        try Self.run("/bin/bash", [Self.script, "node", folder, "\(number)"])
    }

    /// Runs a Slurm command, and returns its output.
    @discardableResult
    func call(_ name: String, _ arguments: [String]) throws -> String {
        try Self.run("/usr/bin/env", [name] + arguments, environment: environment)
    }

    /// Sets the state of the partition to `up` or `down`, which decides whether tasks may start.
    func setPartition(_ state: String) throws {
        try call("scontrol", ["update", "PartitionName=all", "State=\(state)"])
    }

    /// Runs a command on a task, which may have ended meanwhile.
    /// - Returns: whether it had not.
    func reaches(_ name: String, _ arguments: [String]) throws -> Bool {
        try Self.end("/usr/bin/env", [name] + arguments, environment: environment).status == 0
    }

    /// The running tasks, such as `12_3`.
    func running() throws -> [String] {
        try call("squeue", ["-h", "-t", "R", "-o", "%i"]).split(whereSeparator: \.isWhitespace)
            .map(String.init)
    }

    @discardableResult
    private static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> String {
        let (status, text) = try end(path, arguments, environment: environment)
        try #require(status == 0, "\(arguments): \(text)")
        return text
    }

    private static func end(
        _ path: String, _ arguments: [String], environment: [String: String]
    ) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // A file is used, since daemons would keep a pipe open.
        let output = FileManager.default.temporaryDirectory.appendingPathComponent(
            UUID().uuidString)
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOf: output, encoding: .utf8))
    }
}

/// Calls `body` with a cluster, which is stopped afterwards.
func withSlurm(
    array: Int = 1001, _ body: (String, SlurmCluster) throws -> Void
) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "slurm-\(UUID().uuidString.prefix(8))"
    ).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cluster = try SlurmCluster(in: "\(folder)/cluster", array: array)
    defer { cluster.stop() }
    try FileManager.default.createDirectory(
        atPath: "\(folder)/study", withIntermediateDirectories: true)
    try body("\(folder)/study", cluster)
}
