import Datasets
import Engine
import Files
import Foundation
import JSON
import Results
import Runs
import Studies
import Tensors
import Testing
import TestSupport
import Vocabulary
import Weights

/// Results that are compared with their lock, and retrained from it.
@Suite(.serialized) struct VerifyTests {
    private static func study(_ folder: String) -> PhantomStudy {
        PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8, "dropout": 0.2 }"#, epochs: 2,
            sweep: #"{ "schedule": ["constant", "cosine"], "seed": [1] }"#)
    }

    private static func rerun(
        _ study: PhantomStudy, _ ids: [String] = [], data: String? = nil
    ) throws -> [TrialComparison] {
        let folder = ResultsFolder("\(study.folder)/results")
        return try withTemporaryFolder { scratch in
            let again = try Rerun(
                folder, folder.readLock(), trials: ids, data: data, scratch: scratch)
            return try again.run(
                on: OneDNNDevice(), executor: InProcess(store: study.store),
                kernelCache: .ofTheseTests, store: study.store)
        }
    }

    /// A study whose lock contains the absolute path of the data.
    private static func trained(_ folder: String, training: String = "") throws -> PhantomStudy {
        var study = Self.study(folder)
        study.training = training
        try study.run()
        let results = ResultsFolder("\(folder)/results")
        var lock = try results.readLock()
        lock.studyFile = "\(folder)/phantoms.json"
        try results.write(lock)
        return study
    }

    @Test func filesAreComparedWithTheLock() throws {
        try withTemporaryFolder { folder in
            try Self.study(folder).run()
            let results = ResultsFolder("\(folder)/results")
            func mismatches(weights: Bool = true) throws -> [String] {
                try FolderCheck(results, results.readLock(), wantsWeights: weights).mismatches
                    .map { "\($0.file) \($0.kind.rawValue)" }
            }
            #expect(try mismatches() == [])
            let trial = results.trial("cnn4-cosine-s1")
            var text = try String(contentsOfFile: trial.stepsPath, encoding: .utf8)
            text.removeLast(2)
            try text.write(toFile: trial.stepsPath, atomically: true, encoding: .utf8)
            try "".write(toFile: "\(trial.path)/notes.txt", atomically: true, encoding: .utf8)
            try "".write(toFile: trial.logPath, atomically: true, encoding: .utf8)
            try FileManager.default.removeItem(atPath: trial.bestPath)
            let place = "trials/cnn4-cosine-s1"
            #expect(
                try mismatches() == [
                    "\(place)/best.safetensors missing", "\(place)/steps.csv changed",
                    "\(place)/notes.txt extra",
                ])
            #expect(
                try mismatches(weights: false) == [
                    "\(place)/steps.csv changed", "\(place)/notes.txt extra",
                ])
            var record = try results.trial("cnn4-constant-s1").readRecord()
            record.seconds += 1
            try results.trial("cnn4-constant-s1").write(record)
            #expect(try mismatches().contains("trials/cnn4-constant-s1/trial.json changed"))
            try FileManager.default.removeItem(atPath: trial.path)
            #expect(try mismatches().contains("\(place) missing"))
        }
    }

    @Test func aSummaryWithDifferentNumbersIsFound() throws {
        try withTemporaryFolder { folder in
            try Self.study(folder).run()
            let results = ResultsFolder("\(folder)/results")
            let text = try String(contentsOfFile: results.summaryPath, encoding: .utf8)
            try text.replacingOccurrences(of: "complete", with: "failed").write(
                toFile: results.summaryPath, atomically: true, encoding: .utf8)
            let check = try FolderCheck(results, results.readLock())
            #expect(check.mismatches.map(\.file) == ["summary.csv"])
        }
    }

    @Test(arguments: ["", #""clipNorm": 0.5, "accumulate": 2, "ema": 0.8"#])
    func trialsAreRetrainedFromTheLockAlone(_ training: String) throws {
        try withTemporaryFolder { folder in
            let study = try Self.trained(folder, training: training)
            let all = try Self.rerun(study)
            #expect(all.map(\.id) == ["cnn4-constant-s1", "cnn4-cosine-s1"])
            #expect(all.allSatisfy { $0.isSame && $0.compared >= 6 && $0.platform.isEmpty })
            // Missing phantoms are drawn again.
            try FileManager.default.removeItem(atPath: "\(folder)/phantom")
            #expect(try Self.rerun(study, ["cnn4-cosine-s1"]).map(\.isSame) == [true])
        }
    }

    @Test func aTrialThatIsGivenTwiceIsTrainedOnce() throws {
        try withTemporaryFolder { folder in
            let study = try Self.trained(folder)
            let id = "cnn4-cosine-s1"
            #expect(try Self.rerun(study, [id, id]).map(\.id) == [id])
        }
    }

    /// The study may have been trained by a version that did not check for leaks.
    @Test func leaksAreNoErrorInAStudyFromALock() throws {
        try withTemporaryFolder { folder in
            _ = try Self.trained(folder)
            let results = ResultsFolder("\(folder)/results")
            let trials = try results.readLock().readStudy(results).trials
            #expect(trials.count == 2)
            for trial in trials {
                #expect(trial.settings.dataset.onUnread == .ignore)
                #expect(trial.settings.dataset.onLeak == .report)
            }
        }
    }

    /// A different value of one weight is found, with the size of the difference.
    @Test func aDifferenceIsReportedWithTensorAndSize() throws {
        try withTemporaryFolder { folder in
            let study = try Self.trained(folder)
            let results = ResultsFolder("\(folder)/results")
            let trial = results.trial("cnn4-cosine-s1")
            let file = try openWeights(path: trial.lastPath)
            var tensors = try file.entries.map {
                (name: $0.name, tensor: try file.tensor(of: $0))
            }
            let index = try #require(tensors.firstIndex { $0.name == "classifier.bias" })
            tensors[index].tensor.withUnsafeMutableValues { $0[1] += 0.5 }
            try Safetensors.write(tensors, to: trial.lastPath)
            var steps = try trial.readSteps()
            steps[3].loss *= 2
            try trial.write(steps)
            var lock = try results.readLock()
            let place = try #require(lock.trials.firstIndex { $0.id == trial.id })
            lock.trials[place].files = try trial.digests()
            lock.kernels = lock.kernels.mapValues { _ in "another" }
            lock.platform.cpu = "Another"
            try results.write(lock)
            try FileManager.default.removeItem(atPath: trial.recordPath)

            let comparison = try #require(try Self.rerun(study, [trial.id]).first)
            #expect(!comparison.isSame)
            #expect(comparison.differences.map(\.file) == ["last.safetensors", "steps.csv"])
            let part = try #require(comparison.differences[0].parts.first)
            #expect(part.name == "classifier.bias" && part.count == 1 && part.total == 2)
            #expect(abs(part.maxAbsolute - 0.5) < 1e-6)
            let column = try #require(comparison.differences[1].parts.first)
            #expect(column.name == "loss" && column.count == 1 && column.maxRelative == 0.5)
            #expect(comparison.platform.contains { "\($0.path)" == "cpu" && $0.old == "Another" })
        }
    }

    @Test func trialsThatCannotBeRetrainedAreReported() throws {
        try withTemporaryFolder { folder in
            let study = try Self.trained(folder)
            func message(_ ids: [String], data: String? = nil) -> String {
                do {
                    _ = try Self.rerun(study, ids, data: data)
                    return ""
                } catch { return "\(error)" }
            }
            #expect(
                message(["cnn4-cosin-s1"])
                    == "\(folder)/results: no trial 'cnn4-cosin-s1'; did you mean 'cnn4-cosine-s1'?"
            )
            #expect(
                message([], data: "\(folder)/nowhere").contains("nowhere: no such folder"))
            // The images have changed.
            try FileManager.default.copyItem(
                atPath: "\(folder)/phantom", toPath: "\(folder)/other")
            let image = try #require(
                FileManager.default.subpathsOfDirectory(atPath: "\(folder)/other/train")
                    .first { $0.hasSuffix(".png") || $0.hasSuffix(".jpeg") })
            try FileManager.default.removeItem(atPath: "\(folder)/other/train/\(image)")
            let text = message([], data: "\(folder)/other")
            #expect(text.hasPrefix("cnn4-constant-s1: cannot be retrained as recorded: data: "))
            #expect(text.hasSuffix("read from \(folder)/other (--data sets another folder)"))
        }
    }

    @Test func locksAreCompared() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            try study.run("a")
            try study.run("b")
            func difference(_ a: String, _ b: String) throws -> [String] {
                let sides = try [a, b].map { name in
                    let folder = ResultsFolder("\(folder)/\(name)")
                    return LockDifference.Side(lock: try folder.readLock(), folder: folder)
                }
                return LockDifference(sides[0], sides[1]).sections.flatMap { section in
                    section.differences.map { "\(section.title): \($0)" }
                }
            }
            #expect(try difference("a", "b") == [])
            var other = study
            other.epochs = 1
            other.sweep = #"{ "schedule": ["constant", "step"], "seed": [1] }"#
            try other.run("c")
            let found = try difference("a", "c")
            #expect(found.contains("settings: training.epochs: 2 -> 1"))
            #expect(found.contains("trials: cnn4-cosine-s1: complete -> not set"))
            #expect(found.contains("trials: cnn4-step-s1: not set -> complete"))
            #expect(
                found.contains { $0.hasPrefix("trial cnn4-constant-s1: files.last.safetensors: ") })
            #expect(
                found.contains { $0.hasPrefix("trial cnn4-constant-s1: files.epochs.csv: ") })
        }
    }
}
