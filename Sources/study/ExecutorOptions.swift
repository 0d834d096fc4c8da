import ArgumentParser
import JSON
import Studies
import Vocabulary

/// Where trials train: what the command line says of it goes before the study file.
struct ExecutorOptions: ParsableArguments {
    @Option(help: .setting(\.kind)) var executor: ExecutorSettings.Kind?
    @Option(help: .setting(\.partition)) var partition: String?
    @Option(help: .setting(\.time)) var time: String?
    @Option(help: .setting(\.cpusPerTask)) var cpusPerTask: Int?
    @Option(name: .customLong("mem"), help: .setting(\.memory)) var memory: String?
    @Option(help: .setting(\.trialsPerTask)) var trialsPerTask: Int?
    @Option(
        name: .customLong("sbatch-option"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Of a cluster: a further option, such as qos=long.", valueName: "name=value"))
    var sbatchOptions: [String] = []
    @Flag(help: "Of a cluster: print what would be handed over, and hand over nothing.")
    var dryRun = false
    @Flag(help: "Of a cluster: do not wait for the jobs.") var detach = false

    func validate() throws {
        let numbers = [
            ("cpus-per-task", cpusPerTask, ExecutorSettings.setting(\.cpusPerTask)),
            ("trials-per-task", trialsPerTask, ExecutorSettings.setting(\.trialsPerTask)),
        ]
        for (name, value, setting) in numbers {
            guard let value, let fault = setting?.fault(in: .number(Double(value))) else {
                continue
            }
            throw ValidationError("--\(name) \(fault)")
        }
    }

    /// - Throws: `ValidationError` for options of a cluster where there is none.
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

extension ExecutorSettings.Kind: ExpressibleByArgument {}

extension ArgumentHelp {
    /// The summary of a setting of `executor`.
    fileprivate static func setting<Value>(_ path: KeyPath<ExecutorSettings, Value>) -> Self {
        ArgumentHelp(ExecutorSettings.setting(path)?.summary ?? "")
    }
}
