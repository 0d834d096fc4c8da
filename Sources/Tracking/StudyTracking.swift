import Files
import Foundation
package import JSON
package import Results
import Studies
import Vocabulary

/// The recorder of a study's tracking events: it writes them to the outbox in the results folder
/// and never waits for a server. The study has one run, and each trial has a nested run.
///
/// Metrics of epochs are read from `epochs.csv`, so that they equal the results. Data that the
/// outbox already contains are not recorded again; a trial that resumes after a crash continues its
/// run.
package final class StudyTracking: @unchecked Sendable {
    // The variables are only used while `mutex` is locked.
    let mutex = NSLock()
    let folder: ResultsFolder
    private let outbox: Outbox
    private let stepInterval: Int
    let report: @Sendable (String) -> Void
    private(set) var runs = TrackedRuns()
    private var study: String?
    private var lock: StudyLock?
    private var hasFailed = false
    /// The last recorded step of each trial.
    private var lastSteps: [String: Int] = [:]

    /// Opens the outbox of a results folder.
    /// - Parameters:
    ///   - server: the server for the events; it is recorded before the first event.
    ///   - experiment: the name of the experiment; nil: that of the last event.
    ///   - stepInterval: the number of steps between recorded losses and learning rates; 0: none.
    ///   - report: called with messages for the user.
    /// - Throws: `FileError`, `TrackingError.badOutbox`.
    package init(
        _ folder: ResultsFolder, _ server: TrackingServer, experiment: String?, stepInterval: Int,
        report: @escaping @Sendable (String) -> Void
    ) throws {
        self.folder = folder
        self.stepInterval = stepInterval
        self.report = report
        try DeliveryState.note(server, in: folder)
        outbox = try Outbox(folder)
        for entry in try Outbox.read(outbox.path, from: 0) { runs.add(entry.event) }
        if let experiment, experiment != runs.experiment {
            add([.experiment(name: experiment)])
        }
    }

    /// Appends events to the outbox. If the write fails, the events are lost for now, and later
    /// recorded from the trial's files.
    func add(_ events: [TrackingEvent], isLasting: Bool = true) {
        do {
            try outbox.append(events, isLasting: isLasting)
            for event in events { runs.add(event) }
        } catch {
            if !hasFailed {
                report("\(error); missing events are recorded later, from the results")
            }
            hasFailed = true
        }
    }

    /// Marks the runs of dead processes as killed.
    package func endDeadRuns() { mutex.withLock { endRunning(.killed, but: nil, at: \.time) } }

    private func endRunning(
        _ status: RunStatus, but kept: String?, at time: (TrackedRuns.Entry) -> Int
    ) {
        // Trials end before their study.
        let entries = runs.running.filter { $0.run.id != kept }
        let sorted = entries.filter { $0.run.trial != nil } + entries.filter { $0.run.trial == nil }
        add(sorted.map { .status(run: $0.run.id, status, time: time($0)) })
    }

    /// Starts a run of the study, or continues an interrupted one.
    package func begin(_ lock: StudyLock) {
        mutex.withLock {
            self.lock = lock
            let latest = runs.latestStudy
            if let latest, latest.status == .running || latest.status == .killed {
                study = latest.run.id
                endRunning(.killed, but: latest.run.id, at: \.time)
                if latest.status == .killed {
                    add([.status(run: latest.run.id, .running, time: MLflowTime.now)])
                }
                add(missingDescription(of: latest, settings: Self.settings(of: lock), lock))
                return
            }
            endRunning(.killed, but: nil, at: \.time)
            let id = UUID().uuidString
            study = id
            var tags = MLflowTag.source(studyFile: lock.studyFile)
            tags[MLflowTag.note] = Self.note(lock)
            tags["study.name"] = lock.name
            tags["study.code"] = lock.codeVersion
            tags["study.data"] = lock.dataset.fingerprint
            let settings = Self.settings(of: lock)
            tags.merge(lock.dataset.tags(settings).filter { !$1.isEmpty }) { $1 }
            let run = TrackedRun(id: id, name: lock.name, time: MLflowTime.now, tags: tags)
            add([.run(run)] + description(of: id, settings: settings, lock))
        }
    }

    private static func settings(of lock: StudyLock) -> JSONValue {
        var settings = lock.study
        // External sets, decisions and subgroups can be added to a finished run, but the server
        // does not change parameters.
        for key in ["name", "title", "question", "evaluate", "decisions", "subgroups"] {
            settings[key] = nil
        }
        return settings
    }

    /// The events for the settings and the data of a run.
    private func description(of run: String, settings: JSONValue, _ lock: StudyLock)
        -> [TrackingEvent]
    {
        [.params(run: run, values: FlatSettings.params(settings)), data(of: run, lock.dataset)]
    }

    /// The events of a run's description that the outbox does not contain, for example after a
    /// power failure, or that have changed since.
    private func missingDescription(
        of entry: TrackedRuns.Entry, settings: JSONValue, _ lock: StudyLock
    ) -> [TrackingEvent] {
        let tags = lock.dataset.tags(settings).filter { entry.run.tags[$0, default: ""] != $1 }
        return description(of: entry.run.id, settings: settings, lock).filter {
            if case .params = $0 { !entry.hasParams } else { !entry.hasData }
        } + (tags.isEmpty ? [] : [.tags(run: entry.run.id, values: tags)])
    }

    private static func note(_ lock: StudyLock) -> String {
        [lock.title, lock.question].filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private func data(of run: String, _ set: DatasetRecord) -> TrackingEvent {
        let path = set.path.hasSuffix("/") ? String(set.path.dropLast()) : set.path
        let name = path.split(separator: "/").last.map(String.init) ?? "data"
        let counts = set.splits.map {
            JSONValue.Member($0.rawValue, .number(Double(set.total($0))))
        }
        let source: JSONValue = ["uri": .string(set.path), "fingerprint": .string(set.fingerprint)]
        // The server accepts at most 36 characters.
        return .data(
            run: run, name: name, digest: String(set.fingerprint.prefix(32)),
            source: source.canonical, profile: JSONValue.object(counts).canonical)
    }

    /// Starts the run of a trial, or continues an unfinished run with the same key.
    package func start(_ trial: String, settings: JSONValue) {
        mutex.withLock { _ = run(of: trial, settings: settings, started: MLflowTime.now) }
    }

    /// The id of a trial's run, which is created if there is none.
    private func run(of trial: String, settings: JSONValue, started: Int) -> String? {
        guard let lock, let study, let entry = lock.trials.first(where: { $0.id == trial }) else {
            return nil
        }
        if let old = runs.latest(trial: trial, key: entry.key), old.status != .finished {
            var events: [TrackingEvent] = []
            if old.status != .running {
                events.append(.status(run: old.run.id, .running, time: MLflowTime.now))
            }
            if old.run.parent != study { events.append(.adopted(run: old.run.id, by: study)) }
            add(events + missingDescription(of: old, settings: settings, lock))
            return old.run.id
        }
        var tags = MLflowTag.source(studyFile: lock.studyFile)
        tags["study.name"] = lock.name
        tags["study.trial"] = trial
        tags["study.key"] = entry.key
        tags["study.code"] = lock.codeVersion
        tags.merge(lock.dataset.tags(settings).filter { !$1.isEmpty }) { $1 }
        for (path, label) in entry.coordinates { tags[RunAxes.tagPrefix + path] = label }
        let id = UUID().uuidString
        let run = TrackedRun(
            id: id, name: trial, parent: study, trial: trial, key: entry.key, time: started,
            tags: tags)
        add([.run(run)] + description(of: id, settings: settings, lock))
        return id
    }

    private func running(_ trial: String) -> TrackedRuns.Entry? {
        lock?.trials.first { $0.id == trial }
            .flatMap { runs.latest(trial: trial, key: $0.key) }
            .flatMap { $0.status == .running ? $0 : nil }
    }

    /// Records a training step.
    /// - Parameter step: the number of the step in the trial, from 1.
    /// - Returns: true if an event was recorded.
    package func step(
        _ trial: String, _ step: Int, loss: Double, learningRate: Double?
    ) -> Bool {
        mutex.withLock {
            lastSteps[trial] = step
            guard stepInterval > 0, step % stepInterval == 0 else { return false }
            // If a step is missing, it and the next steps are read from the file at the end of the
            // epoch.
            guard let entry = running(trial), step == entry.step + stepInterval else {
                return false
            }
            let points = TrackedMetric.points(
                step: step, rate: learningRate, loss: loss, time: MLflowTime.now)
            add([.metrics(run: entry.run.id, points: points)], isLasting: false)
            return true
        }
    }

    /// Records the end of a trial's epoch; the metrics are read from the trial's files.
    package func epochEnd(_ trial: String) {
        mutex.withLock {
            guard let entry = running(trial) else { return }
            let isWhole = lastSteps[trial].map { entry.step + stepInterval > $0 } ?? false
            add(missing(entry, withSteps: !isWhole, isFinished: false) { _ in MLflowTime.now })
        }
    }

    /// The metrics in a trial's files that the outbox does not contain.
    /// - Parameter time: maps the fraction of the trial's duration to a time.
    private func missing(
        _ entry: TrackedRuns.Entry, withSteps: Bool, isFinished: Bool, time: (Double) -> Int
    ) -> [TrackingEvent] {
        guard let trial = entry.run.trial else { return [] }
        let files = folder.trial(trial)
        var points: [MetricPoint] = []
        if withSteps, stepInterval > 0, let steps = try? files.readSteps() {
            for step in steps where step.step > entry.step && step.step % stepInterval == 0 {
                points += TrackedMetric.points(
                    step: step.step, rate: step.learningRate, loss: step.loss,
                    time: time(Double(step.step) / Double(steps.count)))
            }
        }
        let epochs = (try? files.readEpochs()) ?? []
        let total = epochs.reduce(0) { $0 + $1.seconds }
        var passed = 0.0
        for epoch in epochs {
            passed += epoch.seconds
            let time = time(total > 0 ? passed / total : 1)
            if epoch.epoch > entry.epoch { points += TrackedMetric.points(epoch, time: time) }
            guard isFinished else { continue }
            if epoch.epoch > entry.testedEpoch { points += TrackedMetric.test(epoch, time: time) }
            // The duration changes if an epoch is trained again; it is recorded when the trial has
            // finished.
            if epoch.epoch > entry.timedEpoch {
                points.append(
                    MetricPoint(
                        key: TrackedMetric.seconds, value: epoch.seconds, step: epoch.epoch,
                        time: time))
            }
        }
        return points.isEmpty ? [] : [.metrics(run: entry.run.id, points: points)]
    }

    /// Records the end of a complete trial, with its files.
    package func finish(_ trial: String) {
        mutex.withLock { if let entry = running(trial) { finish(entry, trial, started: nil) } }
    }

    /// - Parameter started: the start of a trial that was not tracked while it trained; nil for a
    ///   tracked trial.
    private func finish(_ entry: TrackedRuns.Entry, _ trial: String, started: Date?) {
        let files = folder.trial(trial)
        guard let record = try? files.readRecord() else { return }
        let begin = (started?.timeIntervalSince1970 ?? 0) * 1000
        let time: (Double) -> Int = {
            started == nil ? MLflowTime.now : Int(begin + 1000 * record.seconds * $0)
        }
        var events = missing(entry, withSteps: true, isFinished: true, time: time)
        let id = entry.run.id
        let result = TrialResult(record, files)
        events.append(.metrics(run: id, points: TrackedMetric.best(result, time: time(1))))
        var tags = ["study.monitor": record.monitor, "study.finished": record.finished]
        tags["study.outcome"] =
            record.pruned?.text ?? (result.hasDiverged ? "diverged" : "complete")
        tags["study.data"] = record.data
        tags["study.weights"] = record.weights?.sha256
        tags["study.pruned"] = record.pruned?.text
        events.append(.tags(run: id, values: tags))
        let names = (try? files.names()) ?? []
        for name in names + ["trial.json"] where name != "last.safetensors" {
            events.append(.artifact(run: id, file: "trials/\(trial)/\(name)", name: name))
        }
        events.append(.status(run: id, .finished, time: time(1)))
        add(events)
    }

    /// Records the failure of a trial.
    package func fail(_ trial: String, message: String) {
        mutex.withLock {
            guard let entry = running(trial) else { return }
            let id = entry.run.id
            var events = missing(entry, withSteps: true, isFinished: false) { _ in MLflowTime.now }
            events.append(
                .tags(run: id, values: ["study.failure": message, "study.outcome": "failed"]))
            for name in ["failed.json", "log.txt"] {
                events.append(.artifact(run: id, file: "trials/\(trial)/\(name)", name: name))
            }
            add(events + [.status(run: id, .failed, time: MLflowTime.now)])
        }
    }

    /// Ends the run of the study. Complete trials that were not tracked are added, and the runs of
    /// unfinished trials are marked as killed.
    package func end(_ status: RunStatus) {
        mutex.withLock {
            addUntrackedTrials()
            guard let study else { return }
            let names = ["report.md", "summary.csv", "study.lock.json"]
            let files =
                names
                + ["charts", "tables"].flatMap { kind in
                    let path = "\(folder.path)/\(kind)"
                    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
                    return names.sorted().map { "\(kind)/\($0)" }
                }
            add(outcome(study) + files.map { .artifact(run: study, file: $0, name: $0) })
            endRunning(.killed, but: study) { _ in MLflowTime.now }
            add([.status(run: study, status, time: MLflowTime.now)])
        }
    }

    /// The events for the outcome. Metrics that the study no longer has become NaN, since a server
    /// cannot delete them.
    private func outcome(_ study: String) -> [TrackingEvent] {
        guard let results = try? StudyResults(folder), !results.trials.isEmpty else { return [] }
        let outcome = StudyOutcome(results)
        let time = MLflowTime.now
        let values = (runs.entries[study]?.outcome ?? [:]).mapValues { _ in Double.nan }
            .merging(outcome.metrics) { $1 }
        let points = values.sorted { $0.key < $1.key }.map {
            MetricPoint(key: $0.key, value: $0.value, step: 0, time: time)
        }
        let trials = results.lock.trials.compactMap { entry -> TrackingEvent? in
            guard let run = runs.latest(trial: entry.id, key: entry.key) else { return nil }
            let tags = outcome.tags(of: entry).filter { run.run.tags[$0] != $1 }
            return tags.isEmpty ? nil : .tags(run: run.run.id, values: tags)
        }
        return [.tags(run: study, values: outcome.tags), .metrics(run: study, points: points)]
            + trials
    }

    /// Records the complete trials that have no finished run.
    private func addUntrackedTrials() {
        for (trial, record) in untracked() {
            let started = (try? Date(record.started, strategy: .iso8601)) ?? Date()
            let milliseconds = Int(started.timeIntervalSince1970 * 1000)
            _ = run(of: trial, settings: record.settings.json, started: milliseconds)
            if let entry = running(trial) { finish(entry, trial, started: started) }
        }
    }

    private func untracked() -> [(String, TrialRecord)] {
        guard let lock else { return [] }
        return lock.trials.compactMap { entry in
            guard runs.latest(trial: entry.id, key: entry.key)?.status != .finished,
                let record = try? folder.trial(entry.id).readRecord(), record.key == entry.key
            else { return nil }
            return (entry.id, record)
        }
    }

    /// The id of a complete trial's run in events; nil if there is none.
    package func run(of trial: TrialEntry) -> String? {
        mutex.withLock { runs.latest(trial: trial.id, key: trial.key)?.run.id }
    }

    /// Records complete trials that were never tracked; call it only if no run is active.
    /// - Parameter experiment: the experiment if the outbox has none.
    package func addUntracked(_ lock: StudyLock, experiment: String? = nil) {
        endDeadRuns()
        let (isNeeded, isComplete) = mutex.withLock {
            self.lock = lock
            return (!untracked().isEmpty, lock.trials.allSatisfy { $0.state == .complete })
        }
        guard isNeeded else { return }
        mutex.withLock {
            if runs.experiment == nil { add([.experiment(name: experiment ?? lock.name)]) }
        }
        begin(lock)
        end(isComplete ? .finished : .killed)
    }
}

extension DatasetRecord {
    /// The tags for the positive class and the leaks between splits; empty texts if there are none.
    /// - Parameter settings: the run's settings; their positive class can differ from that of the
    ///   study's first trial.
    fileprivate func tags(_ settings: JSONValue) -> [String: String] {
        let positive = settings["dataset"]?["positiveClass"]?.text ?? positiveClass
        let leaks = (leaks ?? []).filter(\.isLeak).map(\.text)
        return [
            "study.positiveClass": positive ?? "",
            "study.leaks": leaks.joined(separator: "; "),
        ]
    }
}
