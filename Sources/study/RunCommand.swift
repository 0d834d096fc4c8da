import ArgumentParser
import Foundation
import Reports
import Results
import Runner
import Settings
import Studies

/// `study run`: trains what is missing and writes results, charts and report.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Train a study's trials and write charts and a report.",
        discussion: """
            Trials that are done with the same settings and data are not trained again; those that were interrupted go on \
            where they were, and those that failed are tried again. A trial's log.txt holds what its process said, \
            failed.json why it failed.

            EXAMPLES
              study run studies/lr-sweep.json
              study run studies/lr-sweep.json --set training.epochs=2 --set sweep.seed='[1]'
              study run studies/lr-sweep.json --only '*cosine*' --jobs 2
            """)

    @OptionGroup var study: StudyOptions
    @Option(help: "Train only the trials whose id matches, such as '*-cosine-*'.") var only: String?
    @Option(help: "Trials at the same time; they share the cores.") var jobs = 1
    @Flag(help: "End at the first trial that fails; others save their states.") var failFast = false
    @Option(help: "Tries more for a trial that fails, but for one that diverges.") var retry = 0
    @Flag(help: "Train again what is done.") var force = false
    @Flag(help: "No progress.") var quiet = false
    @Flag(help: "Print a JSON object for every trial on standard output at the end.") var json =
        false

    func validate() throws {
        guard jobs > 0 else { throw ValidationError("--jobs must be at least 1") }
        guard retry >= 0 else { throw ValidationError("--retry must not be negative") }
    }

    func run() throws {
        let console = Console(quiet: quiet)
        let loaded = try study.load(console)
        let plan = try study.plan(loaded, jobs: jobs, console)
        let selected = try only.map { try Set(matching($0, in: plan)) }
        let lock = try plan.folder.acquire()
        defer { lock.release() }
        if let owner = lock.deadOwner {
            console.note("note: \(plan.folder.path) was left by \(owner), which is dead; going on")
        }
        let executor = LocalExecutor()
        let interruption = Interruption([SIGINT, SIGTERM]) { _, isFirst in
            guard isFirst else { return executor.kill() }
            console.warn("saving states; once more to end at once")
            executor.interrupt()
        }
        let failures: Int
        do {
            let time = plan.expectedTime(of: toTrain(plan, selected))
            if let text = time.known > 0 ? time.text : nil { console.note(text) }
            let expected = time.isComplete ? time.seconds / Double(jobs) : nil
            let display = RunDisplay(console, RunTracker(plan, expectedSeconds: expected))
            defer { display.close() }
            let runner = try StudyRunner(
                plan, studyFile: study.file, overrides: study.overrides, executor: executor,
                jobs: jobs, force: force, only: selected, failsFast: failFast, retries: retry,
                interruption: { interruption.signalReceived }, report: { display.show($0) })
            failures = try runner.run()
        } catch let error as Interrupted {
            throw left(error, console)
        }
        if let signal = interruption.signalReceived {
            throw left(Interrupted(signal: signal), console)
        }
        try writeReport(plan.folder, console)
        if json { try printResults(plan.folder) }
        if failures > 0 { throw ExitCode(1) }
    }

    /// The trials that this run is to train, by id.
    private func toTrain(_ plan: StudyPlan, _ selected: Set<String>?) -> Set<String> {
        let ids = plan.entries.filter { force || $0.state != .done }.map(\.trial.id)
        return selected?.intersection(ids) ?? Set(ids)
    }

    private func left(_ error: Interrupted, _ console: Console) -> ExitCode {
        console.warn("interrupted; the same command goes on from here")
        return ExitCode(error.exitStatus)
    }

    private func matching(_ pattern: String, in plan: StudyPlan) throws -> [String] {
        let found = plan.entries.map(\.trial.id).filter { fnmatch(pattern, $0, 0) == 0 }
        guard !found.isEmpty else {
            let ids = plan.entries.prefix(10).map(\.trial.id).joined(separator: ", ")
            throw ValidationError("--only '\(pattern)' matches no trial; there are \(ids)")
        }
        return found
    }

    private func writeReport(_ folder: ResultsFolder, _ console: Console) throws {
        console.progress("drawing charts")
        try Reports.takeNarrative(beside: study.file, into: folder)
        do {
            let outcome = try Reports.make(folder)
            if let problem = outcome.problem { console.warn("\(problem)") }
        } catch let error as NarrativeError {
            console.warn(
                "\(error); the report is without your text until 'study report' finds it in order")
        }
        console.note("report: \(folder.reportPath)")
    }

    private func printResults(_ folder: ResultsFolder) throws {
        let results = try StudyResults(folder)
        for entry in results.lock.trials {
            let trial = results.trials.first { $0.entry.id == entry.id }
            let accuracy = trial?.best?.metrics[.test]?.accuracy
            let line: JSON = [
                "id": .string(entry.id), "state": .string(entry.state.word),
                "bestEpoch": trial.map { .number(Double($0.record.bestEpoch)) } ?? .null,
                "testAccuracy": accuracy.map { .number($0) } ?? .null,
            ]
            print(line.canonical)
        }
    }
}
