import ArgumentParser
import JSON
import Studies
import Vocabulary

/// The options of the executor, which override the study's settings.
struct ExecutorOptions: ParsableArguments {
    @Option(
        help:
            "Train on this machine (local) or in jobs of a Slurm cluster (slurm); see Docs/slurm.md."
    )
    var executor: ExecutorSettings.Kind?
    @Option(help: .setting(\.partition, valueName: "name")) var partition: String?
    @Option(help: .setting(\.time, valueName: "limit")) var time: String?
    @Option(help: .setting(\.cpusPerTask, valueName: "number")) var cpusPerTask: Int?
    @Option(help: .setting(\.memory)) var memory: String?
    @Option(help: .setting(\.trialsPerTask, valueName: "number")) var trialsPerTask: Int?
    @Option(
        name: .customLong("sbatch-option"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Another option of sbatch, such as qos=long; repeatable.", valueName: "name=value"))
    var sbatchOptions: [String] = []
    @Flag(help: "Print the Slurm scripts without submitting them.") var dryRun = false
    @Flag(help: "Submit the jobs and exit without waiting for them.") var detach = false

    func validate() throws {
        let numbers = [
            ("cpus-per-task", cpusPerTask, ExecutorSettings.setting(\.cpusPerTask)),
            ("trials-per-task", trialsPerTask, ExecutorSettings.setting(\.trialsPerTask)),
        ]
        for (name, value, setting) in numbers {
            guard let value, let error = setting?.error(in: .number(Double(value))) else {
                continue
            }
            throw ValidationError("--\(name): \(error)")
        }
    }

    /// The executor's settings in the study, with the options of the command line.
    /// - Throws: `ValidationError` for an option of a cluster if trials train on this machine.
    func settings(_ study: Study) throws -> ExecutorSettings {
        var settings = study.executor
        settings.kind = executor ?? settings.kind
        settings.partition = partition ?? settings.partition
        settings.time = time ?? settings.time
        settings.cpusPerTask = cpusPerTask ?? settings.cpusPerTask
        settings.memory = memory ?? settings.memory
        settings.trialsPerTask = trialsPerTask ?? settings.trialsPerTask
        settings.options += sbatchOptions
        let ofCluster = [
            ("partition", partition != nil), ("time", time != nil), ("memory", memory != nil),
            ("cpus-per-task", cpusPerTask != nil), ("trials-per-task", trialsPerTask != nil),
            ("sbatch-option", !sbatchOptions.isEmpty), ("dry-run", dryRun), ("detach", detach),
        ]
        if settings.kind == .local, let given = ofCluster.first(where: { $0.1 }) {
            throw ValidationError(
                "--\(given.0) requires --executor slurm, or \"executor\": {\"kind\": \"slurm\"} in the study"
            )
        }
        return settings
    }
}

extension ExecutorSettings.Kind: ExpressibleByArgument {}

extension ArgumentHelp {
    /// The summary of a setting of `executor`.
    fileprivate static func setting<Value>(
        _ path: KeyPath<ExecutorSettings, Value>, valueName: String? = nil
    ) -> Self {
        ArgumentHelp(ExecutorSettings.setting(path)?.summary ?? "", valueName: valueName)
    }
}
