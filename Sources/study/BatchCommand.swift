import ArgumentParser
import Cluster
import Foundation
import JSON
import Processes
import Reports
import Results
import Runs
import Terminal

/// The command `study batch`, which the jobs of a Slurm batch run.
struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Run one step of a batch; for the jobs of a scheduler.",
        shouldDisplay: false, subcommands: [Prepare.self, Train.self, Collect.self])

    /// The arguments that name the results folder and the number of the batch.
    struct BatchArguments: ParsableArguments {
        @OptionGroup var results: ResultsOptions
        @Argument var number: Int

        /// Locks the folder for writing. The process that submits this job can hold the lock for a
        /// short time.
        /// - Throws: `ResultsError` if the folder is still locked after two minutes.
        func acquire() throws -> FolderLock {
            let start = ContinuousClock.now
            while true {
                do { return try results.folder.acquire() } catch let error as ResultsError {
                    guard ContinuousClock.now - start < .seconds(120) else { throw error }
                    Thread.sleep(forTimeInterval: 0.2)
                }
            }
        }
    }

    /// Compiles kernels and computes features, which all trials of the batch use.
    struct Prepare: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "prepare")
        @OptionGroup var batch: BatchArguments

        func run() throws {
            let interruption = Interruption([SIGTERM])
            let lock = try batch.acquire()
            defer { lock.release() }
            let console = Console()
            try BatchStudy(batch.results.folder, batch: batch.number).prepare(
                on: chosenDevice(), interruption: { interruption.signalReceived }
            ) { event in
                switch event {
                case .measuring(let network): console.note("\(network): compiling")
                case .features(let title, let done, let count):
                    console.progress("\(title): computing features, \(done)/\(count)")
                default: break
                }
            }
        }
    }

    /// Trains the trials of an array task.
    struct Train: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "train")
        @OptionGroup var batch: BatchArguments
        @Argument var perTask: Int
        @Argument var first: Int
        @Argument var index: Int

        func run() throws {
            let folder = batch.results.folder
            let scheduler = try BatchSchedulers.make(folder.batch(batch.number).read().scheduler)
            let origin = scheduler.taskDescription ?? "process \(getpid())"
            let executor = LocalExecutor(note: origin)
            let interruption = Interruption([SIGUSR1, SIGTERM, SIGINT]) { _, isFirst in
                if isFirst { executor.interrupt() }
            }
            let task = try BatchTask(
                folder, batch: batch.number, executor: executor, location: origin,
                timing: .ofEnvironment, interruption: { interruption.signalReceived })
            let start = (first + index) * perTask
            switch try task.run(start..<start + perTask) {
            case .done(let failures): if failures > 0 { throw ExitCode(1) }
            // The time limit is near: another session trains the remaining trials.
            case .interrupted(SIGUSR1):
                var outage = SchedulerOutage { Console().note($0) }
                try outage.ask(scheduler.requeueThisTask)
            case .interrupted(let signal): throw ExitCode(128 + signal)
            }
        }
    }

    /// Adds the results of the tasks to the lock, and starts the next batch or writes the report.
    struct Collect: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "collect")
        @OptionGroup var batch: BatchArguments

        func run() throws {
            let lock = try batch.acquire()
            defer { lock.release() }
            let console = Console()
            let folder = batch.results.folder
            let study = try BatchStudy(folder, batch: batch.number)
            if let next = try study.collect(note: { console.note($0) }) {
                return console.note("continuing with batch \(next.number)")
            }
            guard try folder.readLock().trials.contains(where: { $0.state == .complete }) else {
                return console.note("no trial is complete: no report is written")
            }
            let unevaluated = try evaluateSets(of: study.study, in: folder, console)
            try writeReport(folder, console, hasPage: study.makesPage)
            if unevaluated > 0 { throw ExitCode(1) }
        }
    }
}
