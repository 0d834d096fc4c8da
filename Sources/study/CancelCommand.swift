import ArgumentParser
import Cluster
import Results
import Runs
import Terminal

/// `study cancel`: ends what a cluster does for a results folder.
struct CancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End a cluster's jobs that train for a results folder.",
        discussion: """
            Trials that are being trained save their states, and 'study run' goes on from there. A last job takes up what \
            is done and writes the report. A run on this machine is ended with Ctrl-C.

            EXAMPLES
              study cancel results/lr-sweep
            """)

    @OptionGroup var results: ResultsOptions

    func run() throws {
        _ = try results.folder.readLock()
        let console = Console()
        guard results.folder.lastBatch != nil else {
            throw ValidationError(
                "\(results.results): no cluster's jobs were started for this folder")
        }
        let ended = try results.folder.cancelBatch()
        console.note(
            ended.isEmpty
                ? "\(results.results): no job waits or runs"
                : "ended: jobs \(ended.joined(separator: ", ")); a last one takes up what is done")
    }
}
