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
        let progress = RunProgress(console)
        let executor = LocalExecutor()
        let interruption = Interruption([SIGINT, SIGTERM]) { _, isFirst in
            guard isFirst else { return executor.kill() }
            console.warn("saving states; once more to end at once")
            executor.interrupt()
        }
        let runner = try StudyRunner(
            plan, studyFile: study.file, overrides: study.overrides, executor: executor,
            jobs: jobs, force: force, only: selected, failsFast: failFast, retries: retry,
            interruption: { interruption.signalReceived }, report: { progress.show($0) })
        let failures: Int
        do { failures = try runner.run() } catch let error as Interrupted {
            throw left(error, console)
        }
        if let signal = interruption.signalReceived {
            throw left(Interrupted(signal: signal), console)
        }
        console.close()
        try writeReport(plan.folder, console)
        if json { try printResults(plan.folder) }
        if failures > 0 { throw ExitCode(1) }
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
        do {
            console.progress("drawing charts")
            _ = try Reports.plot(folder)
        } catch let error as ReportsError {
            console.warn("\(error)")
        }
        let path = try Reports.write(folder)
        console.note("report: \(path)")
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

/// Tells people how a run goes on.
private final class RunProgress: @unchecked Sendable {
    // The features are told of before there are other threads.
    private let console: Console
    private let start = ContinuousClock.now
    private var pace = Pace()

    init(_ console: Console) { self.console = console }

    func show(_ event: RunEvent) {
        switch event {
        case .skipping(let count):
            console.note(
                "\(count) trial\(count == 1 ? " is" : "s are") done already: nothing to train there"
            )
        case .measuring(let network):
            console.progress("\(network): compiling, and measuring kernels not met before")
        case .features(let title, let done, let count):
            let text = pace.text(of: title, done: done, total: count)
            console.progress("\(title): features of images, \(text)")
        case .started(let trial, let number, let total, let state):
            let why =
                switch state {
                case .stale: " (replaces a result; \(state.word))"
                case .resumes, .damaged, .failed: " (\(state.word))"
                case .new, .done: ""
                }
            console.note("[\(number)/\(total)] \(trial.id)\(why)")
        case .progress(let trial, let event, let overall):
            if event.isEpochEnd {
                console.note("  " + epoch(trial, event))
            } else {
                console.progress(line(trial, event, overall))
            }
        case .finished(let trial, let seconds):
            console.note("  \(trial.id): done in \(durationText(seconds))")
        case .retrying(let trial, let message):
            console.warn("  \(trial.id): failed, trying again: \(message)")
        case .failed(let trial, let message):
            console.warn("  \(trial.id): FAILED: \(message)")
        }
    }

    private func epoch(_ trial: Trial, _ event: TrialEvent) -> String {
        var parts = ["epoch \(event.epoch)/\(event.epochs)"]
        if let loss = event.loss { parts.append(String(format: "training loss %.4g", loss)) }
        if let value = event.valAccuracy { parts.append("validation \(percentText(value))") }
        if let value = event.testAccuracy { parts.append("test \(percentText(value))") }
        return parts.joined(separator: ", ")
    }

    private func line(_ trial: Trial, _ event: TrialEvent, _ overall: Double) -> String {
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        let left = overall > 0 ? elapsed / overall * (1 - overall) : 0
        let loss = event.loss.map { String(format: ", loss %.4g", $0) } ?? ""
        return
            "\(Int(overall * 100)) % of all, \(durationText(left)) left; \(trial.id), "
            + "epoch \(event.epoch)/\(event.epochs)\(loss)"
    }
}
