import ArgumentParser
import Runs
import Studies

/// Where trials train: what the command line says of it goes before the study file.
struct ExecutorOptions: ParsableArguments {
    @Option(help: "Where to train: local, or slurm (Docs/slurm.md).") var executor: Kind?
    @Option(help: "Of a cluster: the partition.") var partition: String?
    @Option(help: "Of a cluster: the time limit of a task, such as 2:00:00.") var time: String?
    @Option(help: "Of a cluster: cores of a task.") var cpusPerTask: Int?
    @Option(name: .customLong("mem"), help: "Of a cluster: memory of a task, such as 4G.")
    var memory: String?
    @Option(help: "Of a cluster: trials that a task trains one after the other.")
    var trialsPerTask: Int?
    @Option(
        name: .customLong("sbatch-option"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Of a cluster: a further option, such as qos=long.", valueName: "name=value"))
    var sbatchOptions: [String] = []
    @Flag(help: "Of a cluster: print what would be handed over, and hand over nothing.")
    var dryRun = false
    @Flag(help: "Of a cluster: do not wait for the jobs.") var detach = false

    enum Kind: String, ExpressibleByArgument, CaseIterable { case local, slurm }

    func validate() throws {
        for (name, value) in [("cpus-per-task", cpusPerTask), ("trials-per-task", trialsPerTask)] {
            guard value ?? 1 > 0 else { throw ValidationError("--\(name) must be at least 1") }
        }
    }

    /// - Throws: `ValidationError` for options of a cluster where there is none.
    func settings(_ study: Study) throws -> ExecutorSettings {
        var settings = study.executor
        if let executor { settings.kind = ExecutorSettings.Kind(rawValue: executor.rawValue)! }
        settings.partition = partition ?? settings.partition
        settings.time = time ?? settings.time
        settings.cpusPerTask = cpusPerTask ?? settings.cpusPerTask
        settings.memory = memory ?? settings.memory
        settings.trialsPerTask = trialsPerTask ?? settings.trialsPerTask
        settings.options += sbatchOptions
        let ofCluster = [
            ("partition", partition != nil), ("time", time != nil), ("mem", memory != nil),
            ("cpus-per-task", cpusPerTask != nil), ("trials-per-task", trialsPerTask != nil),
            ("sbatch-option", !sbatchOptions.isEmpty), ("dry-run", dryRun), ("detach", detach),
        ]
        if settings.kind == .local, let given = ofCluster.first(where: { $0.1 }) {
            throw ValidationError(
                "--\(given.0) is for a cluster; add --executor slurm, or \"executor\": {\"kind\": \"slurm\"} "
                    + "to the study")
        }
        return settings
    }
}
