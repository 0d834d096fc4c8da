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
import Synchronization
import Terminal
import Tracking
import Vocabulary

/// The command `study run`, which trains the trials without a result and writes charts and report.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Train a study's trials and write charts and a report.",
        discussion: """
            A trial is skipped if it is done with the same settings and data. An interrupted trial resumes from its \
            checkpoint, and a failed trial is trained again. If the study names external sets in "evaluate", each \
            configuration is then evaluated on them. In a trial's folder, log.txt contains the output of its \
            process, and failed.json the reason of a failure.

            EXAMPLES
              study run Studies/lr-sweep.json
              study run Studies/lr-sweep.json --set training.epochs=2 --set sweep.seed='[1]'
              study run Studies/lr-sweep.json --filter '*cosine*' --jobs 2
            """)

    @OptionGroup var study: StudyOptions
    @Option(
        help: ArgumentHelp(
            "Train only the trials whose id matches, such as '*-cosine-*'.", valueName: "pattern"))
    var filter: String?
    @Option(
        help: ArgumentHelp(
            "Number of trials that train at the same time (default: 1); with Slurm, the number of array tasks.",
            valueName: "number"))
    var jobs: Int?
    @Flag(help: "Stop the run at the first failed trial; the other trials save checkpoints.")
    var failFast = false
    @Option(
        help: ArgumentHelp(
            "Number of retries for a failed trial, except one that diverged.", valueName: "number"))
    var retries = 0
    @Flag(help: "Train finished trials again; their old results move to replaced/ in the folder.")
    var force = false
    @Flag(
        help:
            "Write to a results folder of another study; the results of that study move to replaced/."
    )
    var replace = false
    @OptionGroup var tracking: TrackingOptions
    @Flag(help: "Show metrics of the test split while trials train.") var showTest = false
    @Flag(help: "Show no progress.") var quiet = false
    @Flag(
        help:
            "At the end, print a JSON object for each trial and one for the chosen configuration."
    ) var json = false

    @OptionGroup(title: "Slurm") var executorOptions: ExecutorOptions
    @OptionGroup var renamed: RenamedRunOptions

    func validate() throws {
        guard jobs ?? 1 > 0 else { throw ValidationError("--jobs must be at least 1") }
        guard (0...Self.mostRetries).contains(retries) else {
            throw ValidationError("--retries must be in [0, \(Self.mostRetries)]; got \(retries)")
        }
    }

    private static let mostRetries = 1_000_000

    func run() throws {
        let console = Console(quiet: quiet)
        let loaded = try study.load(console)
        let settings = try executorOptions.settings(loaded)
        try refuseWhileBatchRuns(study.folder(of: loaded), console)
        if settings.kind != .local { return try runBatch(loaded, settings, console) }
        let jobs = jobs ?? 1
        var plan = try study.plan(loaded, jobs: jobs, console)
        _ = try study.sets(of: plan, console)
        let attributes = try study.attributes(of: plan, console)
        let selected = try filter.map { try Set(matching($0, in: plan)) }
        let lock = try acquire(plan, loaded)
        defer { lock.release() }
        try StudyAttributes.write(attributes, in: plan.folder)
        if try takesBack(plan, selected, console) {
            plan = try study.plan(loaded, jobs: jobs, console)
        }
        if let owner = lock.deadOwner {
            console.note(
                "note: \(owner) ended without unlocking \(plan.folder.path); this run continues it")
        }
        let executor = LocalExecutor()
        let isEvaluating = Atomic(false)
        let interruption = Interruption([SIGINT, SIGTERM]) { _, isFirst in
            guard isFirst else { return executor.kill() }
            if isEvaluating.load(ordering: .sequentiallyConsistent) {
                return console.warn("stopping the evaluations; the trained trials are complete")
            }
            console.warn("saving checkpoints; press Ctrl-C again to stop without saving")
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
                options: RunOptions(jobs: jobs, failsFast: failFast, retries: retries),
                interruption: { interruption.signalReceived },
                report: {
                    display.show($0)
                    tracked?.handle($0)
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
        let unevaluated: Int
        isEvaluating.store(true, ordering: .sequentiallyConsistent)
        do {
            unevaluated = try evaluateSets(of: loaded, in: plan.folder, console) {
                interruption.signalReceived
            }
        } catch let error as Interrupted {
            status = .killed
            throw left(error, console)
        }
        try writeReport(plan.folder, console, hasPage: hadPage)
        if json { try printResults(plan.folder) }
        status = failures > 0 ? .failed : .finished
        if failures + unevaluated > 0 { throw ExitCode(1) }
    }

    /// Locks a results folder for writing. The folder has no results yet, or those of this study.
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

    /// Moves results of the study's settings back from replaced/.
    /// - Returns: true if there were any, so that the plan has changed.
    private func takesBack(
        _ plan: StudyPlan, _ selected: Set<String>?, _ console: Console
    ) throws -> Bool {
        if force { return false }
        let ids = try plan.restoreReplaced(selected)
        if !ids.isEmpty {
            console.note(
                "restored \(Formatting.plural(ids.count, "result")) with these settings from replaced/: "
                    + ids.prefix(6).joined(separator: ", ") + (ids.count > 6 ? ", ..." : ""))
        }
        return !ids.isEmpty
    }

    /// Refuses to run while jobs of a cluster train in the folder, since two runs must not train
    /// the same trials.
    private func refuseWhileBatchRuns(_ folder: ResultsFolder, _ console: Console) throws {
        guard folder.lastBatch != nil else { return }
        let active: String?
        do {
            // Otherwise two runs might train the same trials.
            var outage = SchedulerOutage { console.note($0) }
            active = try outage.ask(folder.activeBatch).map {
                "jobs \(($0.jobs?.all ?? []).joined(separator: ", ")) of \($0.scheduler)"
            }
        } catch let error as BatchError {
            console.warn("cannot query the cluster for jobs of \(folder.path): \(error)")
            active = folder.runningTrials().first.map { "a task trains \($0.id)" }
        }
        guard let active else { return }
        console.warn(
            "\(folder.path): a run is active (\(active)); follow it with 'study status --watch', or stop it with "
                + "'study cancel'")
        throw ExitCode(1)
    }

    /// Submits the trials to a cluster, and follows the jobs unless `--detach` is set.
    private func runBatch(
        _ loaded: Study, _ settings: ExecutorSettings, _ console: Console
    ) throws {
        let cores = settings.cpusPerTask ?? 1
        func makePlan() throws -> StudyPlan {
            try study.plan(loaded, jobs: 1, cores: cores, console)
        }
        var plan = try makePlan()
        _ = try study.sets(of: plan, console)
        let attributes = try study.attributes(of: plan, console)
        let selected =
            try filter.map { try Set(matching($0, in: plan)) } ?? Set(plan.entries.map(\.trial.id))
        if executorOptions.dryRun {
            try plan.folder.check(
                belongsTo: loaded, studyFile: study.file, keys: plan.keys, replacing: replace)
        } else if needsTraining(plan, selected) {
            // Before results are moved to replaced/ or the report is removed.
            var outage = SchedulerOutage { console.note($0) }
            try outage.ask(
                BatchSchedulers.make(settings.kind.rawValue, settings).checkAvailability)
        }
        let lock = try executorOptions.dryRun ? plan.folder.acquire() : acquire(plan, loaded)
        defer { lock.release() }
        if !executorOptions.dryRun {
            try StudyAttributes.write(attributes, in: plan.folder)
            if try takesBack(plan, selected, console) { plan = try makePlan() }
        }
        if force, !executorOptions.dryRun {
            try plan.moveToReplaced(selected)
            plan = try makePlan()
        }
        let running = BatchRunning(console: console, folder: plan.folder)
        let (order, text) = try study.order(
            settings, retries: retries, limit: jobs, selected: selected)
        let run = try BatchRun(plan, order, text: text, program: LocalExecutor.ownProgram)
        if executorOptions.dryRun, let run { return try running.show(run) }
        if run == nil { console.note("all trials are done: nothing to train") }
        if executorOptions.dryRun { return }
        let scope = try RunScope(
            plan, studyFile: study.file, overrides: study.overrides, only: selected)
        let runState = try RunState(scope)
        let hadPage = try scope.outdatesReport && withdrawReport(plan.folder, console)
        guard let run else {
            // The settings may have changed although all trials are done.
            _ = try runState.collect(plan)
            let unevaluated = try evaluateSets(of: loaded, in: plan.folder, console)
            try writeReport(plan.folder, console, hasPage: hadPage)
            if unevaluated > 0 { throw ExitCode(1) }
            return
        }
        // The lock names the trials that the jobs train.
        try runState.write()
        _ = try running.submit(run, makingPage: hadPage)
        lock.release()
        if executorOptions.detach {
            return console.note("follow it with: study status \(plan.folder.path) --watch")
        }
        let interruption = Interruption([SIGINT, SIGTERM]) { signal, _ in
            console.warn(
                "the jobs continue; 'study status' shows them, and 'study cancel' stops them")
            endProcess(128 + signal)
        }
        try withExtendedLifetime(interruption) { try running.follow() }
        if json { try printResults(plan.folder) }
        try running.conclude(selected)
        try running.conclude(StudyEvaluations(loaded, in: plan.folder))
    }

    /// True if a selected trial must be trained, not only restored from replaced/.
    private func needsTraining(_ plan: StudyPlan, _ selected: Set<String>) -> Bool {
        plan.entries.contains { entry in
            guard selected.contains(entry.trial.id) else { return false }
            return switch entry.state {
            case .done, .replaced: force
            case .new, .resumes, .stale, .damaged, .failed: true
            }
        }
    }

    /// The trials that this run is to train, by id.
    private func toTrain(_ plan: StudyPlan, _ selected: Set<String>?) -> Set<String> {
        let ids = plan.entries.filter { force || $0.state != .done }.map(\.trial.id)
        return selected?.intersection(ids) ?? Set(ids)
    }

    private func left(_ error: Interrupted, _ console: Console) -> ExitCode {
        console.warn("interrupted; run the same command again to resume")
        return ExitCode(error.exitStatus)
    }

    private func matching(_ pattern: String, in plan: StudyPlan) throws -> [String] {
        let found = plan.entries.map(\.trial.id).filter { fnmatch(pattern, $0, 0) == 0 }
        guard !found.isEmpty else {
            let wider = "\(pattern)*"
            if plan.entries.contains(where: { fnmatch(wider, $0.trial.id, 0) == 0 }) {
                throw ValidationError(
                    "--filter '\(pattern)' matches no trial; a pattern is of the whole name: '\(wider)' matches some"
                )
            }
            let ids = plan.entries.prefix(10).map(\.trial.id).joined(separator: ", ")
            throw ValidationError("--filter '\(pattern)' matches no trial; there are \(ids)")
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
