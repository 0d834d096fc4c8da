import Files
import Foundation
package import JSON
package import Results
import Studies
import Vocabulary

/// Writes down what a tracking server is to be told of a study's runs, in the results folder:
/// nothing here waits for a server. A run here stands for a run there, one of the whole study and
/// one for each trial.
///
/// Values of epochs are read from `epochs.csv`, so that what is told is what is there. What the
/// outbox has already is not told again, so that a trial that goes on after a crash goes on as the
/// same run.
package final class StudyTracking: @unchecked Sendable {
    // The variables are only touched under `mutex`.
    private let mutex = NSLock()
    let folder: ResultsFolder
    private let outbox: Outbox
    private let stepInterval: Int
    private let report: @Sendable (String) -> Void
    private var runs = TrackedRuns()
    private var study: String?
    private var lock: StudyLock?
    private var hasFault = false
    /// The last step of each trial that was reported.
    private var lastSteps: [String: Int] = [:]

    /// - Parameters:
    ///   - server: that is told; it is on the disk before anything that it is to be told.
    ///   - experiment: nil: the one of before.
    ///   - stepInterval: every so many steps their loss and rate are told; 0: never.
    ///   - report: what people are to know.
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
        for entry in try Outbox.read(outbox.path, from: 0) { runs.take(entry.event) }
        if let experiment, experiment != runs.experiment {
            add([.experiment(name: experiment)])
        }
    }

    /// Notes events; when the disk does not take them, they are missed now and made up for later
    /// from the trial's files.
    private func add(_ events: [TrackingEvent], isLasting: Bool = true) {
        do {
            try outbox.append(events, isLasting: isLasting)
            for event in events { runs.take(event) }
        } catch {
            if !hasFault { report("\(error); what is missed is tracked later, from the results") }
            hasFault = true
        }
    }

    /// Ends the runs of processes that died.
    package func endDead() { mutex.withLock { endRunning(.killed, but: nil, at: \.time) } }

    private func endRunning(
        _ status: RunStatus, but kept: String?, at time: (TrackedRuns.Entry) -> Int
    ) {
        // Trials first, so that no study has ended before one.
        let entries = runs.running.filter { $0.run.id != kept }
        let sorted = entries.filter { $0.run.trial != nil } + entries.filter { $0.run.trial == nil }
        add(sorted.map { .status(run: $0.run.id, status, time: time($0)) })
    }

    /// Begins a run of the study, or goes on with one that was interrupted.
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
        for key in ["name", "title", "question"] { settings[key] = nil }
        return settings
    }

    /// What a run is, besides its name: its settings and its data.
    private func description(of run: String, settings: JSONValue, _ lock: StudyLock)
        -> [TrackingEvent]
    {
        [.params(run: run, values: FlatSettings.params(settings)), data(of: run, lock.dataset)]
    }

    /// The part of a run's description that is not in the outbox, as when a power failure has cut
    /// that off, or when it has changed since.
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
        // The server takes 36 letters of a digest.
        return .data(
            run: run, name: name, digest: String(set.fingerprint.prefix(32)),
            source: source.canonical, profile: JSONValue.object(counts).canonical)
    }

    /// Begins the run of a trial, or goes on with one of the same key that did not come to its end.
    package func start(_ trial: String, settings: JSONValue) {
        mutex.withLock { _ = run(of: trial, settings: settings, started: MLflowTime.now) }
    }

    /// The run of a trial, which is made where there is none.
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

    /// A step of a trial.
    /// - Parameter step: from 1 over the whole trial.
    /// - Returns: whether there is something to tell.
    package func step(
        _ trial: String, _ step: Int, loss: Double, learningRate: Double?
    ) -> Bool {
        mutex.withLock {
            lastSteps[trial] = step
            guard stepInterval > 0, step % stepInterval == 0 else { return false }
            // Where one is missing, all that follow come from the file at the end of the epoch.
            guard let entry = running(trial), step == entry.step + stepInterval else {
                return false
            }
            let points = TrackedMetric.points(
                step: step, rate: learningRate, loss: loss, time: MLflowTime.now)
            add([.metrics(run: entry.run.id, points: points)], isLasting: false)
            return true
        }
    }

    /// The end of a trial's epoch, whose values are in its files.
    package func epochEnd(_ trial: String) {
        mutex.withLock {
            guard let entry = running(trial) else { return }
            let isWhole = lastSteps[trial].map { entry.step + stepInterval > $0 } ?? false
            add(missing(entry, withSteps: !isWhole, isFinished: false) { _ in MLflowTime.now })
        }
    }

    /// What the files of a trial have and the outbox has not.
    /// - Parameter time: given the share of the trial's time that had passed.
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
            // An epoch that is trained once more takes another time: it is told when there is no
            // more of that.
            if epoch.epoch > entry.timedEpoch {
                points.append(
                    MetricPoint(
                        key: TrackedMetric.seconds, value: epoch.seconds, step: epoch.epoch,
                        time: time))
            }
        }
        return points.isEmpty ? [] : [.metrics(run: entry.run.id, points: points)]
    }

    /// A trial is complete.
    package func finish(_ trial: String) {
        mutex.withLock { if let entry = running(trial) { finish(entry, trial, started: nil) } }
    }

    /// - Parameter started: when it was not followed while it trained.
    private func finish(_ entry: TrackedRuns.Entry, _ trial: String, started: Date?) {
        let files = folder.trial(trial)
        guard let record = try? files.readRecord() else { return }
        let begin = (started?.timeIntervalSince1970 ?? 0) * 1000
        let time: (Double) -> Int = {
            started == nil ? MLflowTime.now : Int(begin + 1000 * record.seconds * $0)
        }
        var events = missing(entry, withSteps: true, isFinished: true, time: time)
        let id = entry.run.id
        let epochs = (try? files.readEpochs()) ?? []
        if let best = epochs.first(where: { $0.epoch == record.bestEpoch }) {
            events.append(
                .metrics(run: id, points: TrackedMetric.best(best, time: time(1))))
        }
        var tags = ["study.monitor": record.monitor, "study.finished": record.finished]
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

    /// A trial did not come to a good end.
    package func fail(_ trial: String, message: String) {
        mutex.withLock {
            guard let entry = running(trial) else { return }
            let id = entry.run.id
            var events = missing(entry, withSteps: true, isFinished: false) { _ in MLflowTime.now }
            events.append(.tags(run: id, values: ["study.failure": message]))
            for name in ["failed.json", "log.txt"] {
                events.append(.artifact(run: id, file: "trials/\(trial)/\(name)", name: name))
            }
            add(events + [.status(run: id, .failed, time: MLflowTime.now)])
        }
    }

    /// Ends the run of the study. Trials that are complete and were not followed are taken up,
    /// trials that have not come to their end are ended as killed.
    package func end(_ status: RunStatus) {
        mutex.withLock {
            takeUpComplete()
            guard let study else { return }
            let names = ["report.md", "summary.csv", "study.lock.json"]
            let files =
                names
                + ["charts", "tables"].flatMap { kind in
                    let path = "\(folder.path)/\(kind)"
                    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
                    return names.sorted().map { "\(kind)/\($0)" }
                }
            add(chosen(study) + files.map { .artifact(run: study, file: $0, name: $0) })
            endRunning(.killed, but: study) { _ in MLflowTime.now }
            add([.status(run: study, status, time: MLflowTime.now)])
        }
    }

    /// What the study chose, and the means of a single chosen configuration over its trials. A
    /// server deletes no value: those of an earlier choice that no longer holds become not a
    /// number.
    private func chosen(_ study: String) -> [TrackingEvent] {
        guard let results = try? StudyResults(folder, hasPredictions: false),
            !results.trials.isEmpty
        else { return [] }
        let choice = StudyChoice(results)
        let time = MLflowTime.now
        let tags = [
            "study.chosen": choice.winners.map(\.group.name).joined(separator: ", "),
            "study.monitor": choice.monitor,
        ]
        let old = runs.entries[study]?.chosen ?? []
        var figures = Dictionary(uniqueKeysWithValues: old.map { ($0, Double.nan) })
        if choice.winners.count == 1 {
            for (name, value) in choice.means(of: choice.winners[0]) {
                figures[TrackedMetric.chosen + name] = value
            }
        }
        let points = figures.sorted { $0.key < $1.key }.map {
            MetricPoint(key: $0.key, value: $0.value, step: 0, time: time)
        }
        return [.tags(run: study, values: tags)]
            + (points.isEmpty ? [] : [.metrics(run: study, points: points)])
    }

    /// Trials that are complete and have no run that says so.
    private func takeUpComplete() {
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

    /// The name that events give the run of a complete trial; nil where there is none.
    package func run(of trial: TrialEntry) -> String? {
        mutex.withLock { runs.latest(trial: trial.id, key: trial.key)?.run.id }
    }

    /// Takes up what is complete and was never tracked, when no run goes on.
    /// - Parameter experiment: where none is known yet.
    package func takeUp(_ lock: StudyLock, experiment: String? = nil) {
        endDead()
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
    /// What whoever reads a run's figures must know of the data: the positive class, and what
    /// splits share; empty texts where there is none.
    /// - Parameter settings: of the run, which may name another positive class than the study's
    ///   first trial.
    fileprivate func tags(_ settings: JSONValue) -> [String: String] {
        let positive = settings["dataset"]?["positiveClass"]?.text ?? positiveClass
        let leaks = (leaks ?? []).filter(\.isLeak).map(\.text)
        return [
            "study.positiveClass": positive ?? "",
            "study.leaks": leaks.joined(separator: "; "),
        ]
    }
}
