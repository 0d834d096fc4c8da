import Analysis
import ArgumentParser
import Cluster
import Foundation
import JSON
import Processes
import Reports
import Results
import Runs
import Studies
import Terminal
import Tracking
import Vocabulary

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
    @Option(
        help: "Trials at the same time, which share the cores (default: 1); tasks of a cluster.")
    var jobs: Int?
    @Flag(help: "End at the first trial that fails; others save their states.") var failFast = false
    @Option(help: "Tries more for a trial that fails, but for one that diverges.") var retry = 0
    @Flag(help: "Train again what is done; the old results go to replaced/ in the results folder.")
    var force = false
    @Flag(
        help: "Write into a folder with the results of another study; those are kept in replaced/.")
    var replace = false
    @OptionGroup var tracking: TrackingOptions
    @Flag(help: "Show figures of the test split while trials train.") var showTest = false
    @Flag(help: "No progress.") var quiet = false
    @Flag(
        help:
            "Print a JSON object for every trial on standard output at the end, and one for what is chosen."
    ) var json = false

    @OptionGroup(title: "Executors") var place: ExecutorOptions

    func validate() throws {
        guard jobs ?? 1 > 0 else { throw ValidationError("--jobs must be at least 1") }
        guard (0...Self.mostTries).contains(retry) else {
            throw ValidationError("--retry must be in [0, \(Self.mostTries)]; got \(retry)")
        }
    }

    private static let mostTries = 1_000_000

    func run() throws {
        let console = Console(quiet: quiet)
        let loaded = try study.load(console)
        let settings = try place.settings(loaded)
        try refuseWhileBatchRuns(study.folder(of: loaded), console)
        if settings.kind != .local { return try runBatch(loaded, settings, console) }
        let jobs = jobs ?? 1
        var plan = try study.plan(loaded, jobs: jobs, console)
        let selected = try only.map { try Set(matching($0, in: plan)) }
        let lock = try acquire(plan, loaded)
        defer { lock.release() }
        if try takesBack(plan, selected, console) {
            plan = try study.plan(loaded, jobs: jobs, console)
        }
        if let owner = lock.deadOwner {
            console.note("note: \(plan.folder.path) was left by \(owner), which is dead; going on")
        }
        let executor = LocalExecutor()
        let interruption = Interruption([SIGINT, SIGTERM]) { _, isFirst in
            guard isFirst else { return executor.kill() }
            console.warn("saving states; once more to end at once")
            executor.interrupt()
        }
        let waiting = toTrain(plan, selected)
        let tracked = try tracking.server(console).map {
            try RunTracking(
                plan,
                waiting.isEmpty
                    ? nil : plan.lock(studyFile: study.file, overrides: study.overrides),
                $0, stepInterval: tracking.trackingSteps, console)
        }
        var status = RunStatus.failed
        defer { tracked?.end(status, plan.folder) }
        let failures: Int
        var hadPage = false
        do {
            let time = plan.expectedTime(of: waiting)
            if let text = time.known > 0 ? time.text : nil { console.note(text) }
            let expected = time.isComplete ? time.seconds / Double(jobs) : nil
            let display = RunDisplay(
                console, RunTracker(plan, expectedSeconds: expected), showsTest: showTest)
            defer { display.close() }
            let scope = try RunScope(
                plan, studyFile: study.file, overrides: study.overrides, force: force,
                only: selected)
            let runner = try StudyRunner(
                scope, executor: executor,
                options: RunOptions(jobs: jobs, failsFast: failFast, retries: retry),
                interruption: { interruption.signalReceived },
                report: {
                    display.show($0)
                    tracked?.take($0)
                })
            if scope.outdatesReport { hadPage = try withdrawReport(plan.folder, console) }
            failures = try runner.run(on: chosenDevice())
        } catch let error as Interrupted {
            status = .killed
            throw left(error, console)
        }
        if let signal = interruption.signalReceived {
            status = .killed
            throw left(Interrupted(signal: signal), console)
        }
        try writeReport(plan.folder, console, hasPage: hadPage)
        if json { try printResults(plan.folder) }
        status = failures > 0 ? .failed : .finished
        if failures > 0 { throw ExitCode(1) }
    }

    /// Takes the right to write a results folder, which has no results yet, or those of this study.
    private func acquire(_ plan: StudyPlan, _ loaded: Study) throws -> FolderLock {
        let folder = plan.folder
        // Before anything is written there.
        try folder.check(
            belongsTo: loaded, studyFile: study.file, keys: plan.keys, replacing: replace)
        let lock = try folder.acquire()
        try folder.setAsideOtherTrials(
            for: loaded, studyFile: study.file, keys: plan.keys, replacing: replace)
        return lock
    }

    /// Whether results came back from replaced/, so that what is to be trained has changed.
    private func takesBack(
        _ plan: StudyPlan, _ selected: Set<String>?, _ console: Console
    ) throws -> Bool {
        if force { return false }
        let ids = try plan.restore(selected)
        if !ids.isEmpty {
            console.note(
                "\(ids.count) result\(ids.count == 1 ? "" : "s") of these settings taken back from replaced/: "
                    + ids.prefix(6).joined(separator: ", ") + (ids.count > 6 ? ", ..." : ""))
        }
        return !ids.isEmpty
    }

    /// Two runs must not train the same trials.
    private func refuseWhileBatchRuns(_ folder: ResultsFolder, _ console: Console) throws {
        guard folder.lastBatch != nil else { return }
        let active: String?
        do {
            active = try folder.activeBatch().map {
                "jobs \(($0.jobs?.all ?? []).joined(separator: ", ")) of \($0.scheduler)"
            }
        } catch let error as BatchError {
            console.warn("cannot tell whether a cluster's jobs train here: \(error)")
            active = folder.runningTrials().first.map { "a task trains \($0.id)" }
        }
        guard let active else { return }
        console.warn(
            "\(folder.path): a run goes on here (\(active)); follow it with 'study status --watch', end it with "
                + "'study cancel'")
        throw ExitCode(1)
    }

    /// Hands the trials over to a cluster.
    private func runBatch(
        _ loaded: Study, _ settings: ExecutorSettings, _ console: Console
    ) throws {
        let cores = settings.cpusPerTask ?? 1
        func makePlan() throws -> StudyPlan {
            try study.plan(loaded, jobs: 1, cores: cores, console)
        }
        var plan = try makePlan()
        let selected =
            try only.map { try Set(matching($0, in: plan)) } ?? Set(plan.entries.map(\.trial.id))
        if place.dryRun {
            try plan.folder.check(
                belongsTo: loaded, studyFile: study.file, keys: plan.keys, replacing: replace)
        }
        let lock = try place.dryRun ? plan.folder.acquire() : acquire(plan, loaded)
        defer { lock.release() }
        if !place.dryRun, try takesBack(plan, selected, console) { plan = try makePlan() }
        if force, !place.dryRun {
            try plan.setAside(selected)
            plan = try makePlan()
        }
        let running = BatchRunning(console: console, folder: plan.folder)
        let (order, text) = try study.order(
            settings, retries: retry, limit: jobs, selected: selected)
        let run = try BatchRun(plan, order, text: text, program: LocalExecutor.ownProgram)
        if place.dryRun, let run { return try running.show(run) }
        if run == nil { console.note("all trials are done already: nothing to train") }
        if place.dryRun { return }
        let scope = try RunScope(
            plan, studyFile: study.file, overrides: study.overrides, only: selected)
        let runState = try RunState(scope)
        let hadPage = try scope.outdatesReport && withdrawReport(plan.folder, console)
        guard let run else {
            // The settings may have changed though all is done.
            _ = try runState.collect(plan)
            return try writeReport(plan.folder, console, hasPage: hadPage)
        }
        // The lock names the trials that the jobs train.
        try runState.write()
        _ = try running.submit(run, makingPage: hadPage)
        lock.release()
        if place.detach {
            return console.note("follow it with: study status \(plan.folder.path) --watch")
        }
        let interruption = Interruption([SIGINT, SIGTERM]) { signal, _ in
            console.warn(
                "the jobs go on; 'study status' tells of them, 'study cancel' ends them")
            Foundation.exit(128 + signal)
        }
        try withExtendedLifetime(interruption) { try running.follow() }
        if json { try printResults(plan.folder) }
        try running.conclude(selected)
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
            let wider = "\(pattern)*"
            if plan.entries.contains(where: { fnmatch(wider, $0.trial.id, 0) == 0 }) {
                throw ValidationError(
                    "--only '\(pattern)' matches no trial; a pattern is of the whole name: '\(wider)' matches some"
                )
            }
            let ids = plan.entries.prefix(10).map(\.trial.id).joined(separator: ", ")
            throw ValidationError("--only '\(pattern)' matches no trial; there are \(ids)")
        }
        return found
    }

    private func printResults(_ folder: ResultsFolder) throws {
        let results = try StudyResults(folder, hasPredictions: false)
        let showsTest = try showTest || StudyStatus(folder).isFinished
        for entry in results.lock.trials {
            let trial = results.trials.first { $0.entry.id == entry.id }
            let accuracy = trial?.best?.metrics[.test]?.accuracy
            let line: JSONValue = [
                "id": .string(entry.id), "state": .string(entry.state.word),
                "bestEpoch": trial.map { .number(Double($0.record.bestEpoch)) } ?? .null,
                "testAccuracy": (showsTest ? accuracy : nil).map { .number($0) } ?? .null,
            ]
            print(line.canonical)
        }
        if showsTest { print((["choice": ChoiceWording(results).json] as JSONValue).canonical) }
    }
}
