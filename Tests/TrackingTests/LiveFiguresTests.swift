import Foundation
import JSON
import Results
import Studies
import Testing
import TestSupport
import Tracking
import Vocabulary

/// The events in the outbox while a trial trains, after its end, and for the chosen configuration.
@Suite struct LiveFiguresTests {
    private static let platform = Platform(
        cpu: "cpu", cores: 1, instructionSet: "", system: "", oneDNN: "", threads: 1)

    /// A lock with one trial for each configuration.
    private static func lock(
        _ groups: [String], state: TrialEntry.State = .planned, positive: String? = nil,
        leaks: [LeakRecord]? = nil
    ) -> StudyLock {
        StudyLock(
            name: "live", title: "", question: "", studyFile: "live.json",
            study: ["name": "live"], axes: [],
            dataset: DatasetRecord(
                path: "data", classes: ["a", "b"], counts: [.val: [500, 500]],
                fingerprint: "f", imageSize: 8, positiveClass: positive, leaks: leaks),
            codeVersion: "1", platform: platform,
            trials: groups.map { group in
                TrialEntry(
                    id: "\(group)-s1", group: group, coordinates: [:], seed: 1,
                    key: "key of \(group)", state: state)
            })
    }

    private static func epoch(_ number: Int, val: Double = 0.8) -> EpochRecord {
        EpochRecord(
            epoch: number, learningRate: 0.1, train: Metrics(loss: 0.5, accuracy: 0.7),
            val: Metrics(loss: 0.5, accuracy: val), test: Metrics(loss: 0.6, accuracy: 0.75),
            monitored: MonitoredValue(name: "val_auroc", value: 0.9), seconds: 1)
    }

    private static func record(_ entry: TrialEntry, bestEpoch: Int) -> TrialRecord {
        TrialRecord(
            id: entry.id, group: entry.group, key: entry.key,
            settings: RecordedSettings(ofAnyProgram: ["seed": 1]),
            started: "2024-05-01T10:00:00Z", finished: "2024-05-01T10:20:00Z", seconds: 3,
            codeVersion: "1", platform: platform, monitor: "val_accuracy", bestEpoch: bestEpoch,
            classes: ["a", "b"], files: ["epochs.csv": "digest"])
    }

    private static func tracking(_ folder: ResultsFolder) throws -> StudyTracking {
        try StudyTracking(
            folder, TrackingServer("http://127.0.0.1:1", environment: [:]), experiment: "live",
            stepInterval: 0
        ) { _ in }
    }

    private static func events(_ folder: ResultsFolder) throws -> [TrackingEvent] {
        try String(contentsOfFile: "\(folder.path)/tracking/outbox.jsonl", encoding: .utf8)
            .split(separator: "\n")
            .map { try JSONDecoder.ofStatus.decode(TrackingEvent.self, from: Data($0.utf8)) }
    }

    /// The values of a metric in order.
    private static func values(_ key: String, _ folder: ResultsFolder) throws -> [MetricPoint] {
        try events(folder).flatMap { event -> [MetricPoint] in
            guard case .metrics(_, let points) = event else { return [] }
            return points.filter { $0.key == key }
        }
    }

    /// The latest tags of all runs.
    private static func tags(_ folder: ResultsFolder) throws -> [String: String] {
        try events(folder).reduce(into: [:]) { tags, event in
            if case .tags(_, let values) = event { tags.merge(values) { $1 } }
        }
    }

    @Test func testFiguresWaitForTheEndOfTheTrial() throws {
        try withTemporaryFolder { path in
            let folder = ResultsFolder(path)
            let lock = Self.lock(["one"])
            let trial = folder.trial("one-s1")
            try trial.create()
            for sitting in [1...2, 3...3] {
                // As after a crash.
                let tracking = try Self.tracking(folder)
                tracking.begin(lock)
                tracking.start("one-s1", settings: ["seed": 1])
                for last in sitting {
                    try trial.write((1...last).map { Self.epoch($0) })
                    tracking.epochEnd("one-s1")
                }
                let followed = try Self.values("val_auroc", folder).map(\.step)
                #expect(followed == Array(1...sitting.upperBound))
                #expect(try Self.values("test_accuracy", folder).isEmpty)
                #expect(try Self.values("test_loss", folder).isEmpty)
                guard sitting.upperBound == 3 else { continue }
                try trial.write(Self.record(lock.trials[0], bestEpoch: 2))
                tracking.finish("one-s1")
            }
            for key in ["val_accuracy", "val_auroc", "test_accuracy", "test_loss", "seconds"] {
                #expect(try Self.values(key, folder).map(\.step) == [1, 2, 3], "\(key)")
            }
            #expect(try Self.values("best_val_auroc", folder).map(\.value) == [0.9])
            // Nothing is recorded twice.
            let count = try Self.events(folder).count
            let again = try Self.tracking(folder)
            again.finish("one-s1")
            #expect(try Self.events(folder).count == count)
        }
    }

    @Test func aRunThatGoesOnHasTheTagsOfItsData() throws {
        try withTemporaryFolder { path in
            let folder = ResultsFolder(path)
            let first = try Self.tracking(folder)
            first.begin(Self.lock(["one"]))
            first.start("one-s1", settings: ["seed": 1])
            #expect(try Self.tags(folder).isEmpty)
            let leak = LeakRecord(
                .files, split: .test, other: .train, images: 1, total: 10, examples: ["x = y"])
            let second = try Self.tracking(folder)
            second.begin(Self.lock(["one"], positive: "b", leaks: [leak]))
            second.start("one-s1", settings: ["seed": 1])
            let runs = try Self.events(folder).compactMap { event -> TrackedRun? in
                if case .run(let run) = event { run } else { nil }
            }
            #expect(runs.count == 2)
            for run in runs {
                let tags = try Self.events(folder).compactMap { event -> [String: String]? in
                    guard case .tags(let id, let values) = event else { return nil }
                    return id == run.id ? values : nil
                }
                #expect(tags.map { $0["study.positiveClass"] } == ["b"])
                #expect(tags[0]["study.leaks"]?.contains("1 of 10 test image") == true)
            }
        }
    }

    /// The lock and the trials of two configurations.
    private static func write(
        _ lock: StudyLock, _ values: [Double], to folder: ResultsFolder
    ) throws {
        try folder.write(lock)
        for (entry, value) in zip(lock.trials, values) {
            let trial = folder.trial(entry.id)
            try trial.create()
            try trial.write([Self.epoch(1, val: value)])
            try trial.write(Self.record(entry, bestEpoch: 1))
        }
    }

    /// The metrics of an earlier choice become NaN.
    @Test func theFiguresOfTheChoiceFollowIt() throws {
        try withTemporaryFolder { path in
            let folder = ResultsFolder(path)
            func end(_ lock: StudyLock, _ values: [Double]) throws {
                try Self.write(lock, values, to: folder)
                let tracking = try Self.tracking(folder)
                tracking.begin(lock)
                tracking.end(.killed)
            }
            let lock = Self.lock(["one", "two"], state: .complete)
            try end(lock, [0.95, 0.5])
            #expect(try Self.tags(folder)["study.chosen"] == "one")
            #expect(try Self.values("chosen_val_accuracy", folder).map(\.value) == [0.95])
            var unfinished = lock
            unfinished.trials[1].state = .failed("killed")
            try end(unfinished, [0.95, 0.5])
            #expect(try Self.tags(folder)["study.chosen"] == "")
            #expect(try Self.values("chosen_val_accuracy", folder).last?.value.isNaN == true)
            #expect(try Self.values("chosen_test_accuracy", folder).last?.value.isNaN == true)
            // If several configurations are chosen, no metrics are recorded.
            var three = Self.lock(["one", "two", "three"], state: .complete)
            three.trials[1].key = "new"
            try end(three, [0.95, 0.95, 0.5])
            #expect(try Self.tags(folder)["study.chosen"] == "one, two")
            #expect(try Self.values("chosen_val_accuracy", folder).last?.value.isNaN == true)
        }
    }
}
