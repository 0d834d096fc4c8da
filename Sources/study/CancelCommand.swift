import ArgumentParser
import Cluster
import Results
import Runs
import Terminal

/// The command `study cancel`, which cancels the jobs of a results folder.
struct CancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel the Slurm jobs of a results folder.",
        discussion: """
            Running trials save checkpoints, and 'study run' resumes from them. A last job adds the finished trials to the \
            lock and writes the report. To stop a run on this machine, press Ctrl-C in its terminal.

            EXAMPLE
              study cancel results/lr-sweep
            """)

    @OptionGroup var results: ResultsOptions

    func run() throws {
        _ = try results.folder.readLock()
        let console = Console()
        guard results.folder.lastBatch != nil else {
            throw ValidationError(
                "\(results.results): no jobs were submitted to a cluster for this folder")
        }
        var outage = SchedulerOutage { console.note($0) }
        let ended = try outage.ask(results.folder.cancelBatch)
        console.note(
            ended.isEmpty
                ? "\(results.results): no job is waiting or running"
                : "cancelled jobs \(ended.joined(separator: ", ")); a last job records the finished trials"
        )
    }
}
