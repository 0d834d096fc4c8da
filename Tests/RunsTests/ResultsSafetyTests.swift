import Files
import Foundation
import ProgramSupport
import Results
import Runs
import Testing
import TestSupport
import Vocabulary

/// Changes of study file, options and folder do not destroy results.
@Suite struct ResultsSafetyTests {
    private static func text(
        name: String = "safe", rate: Double = 0.01, seeds: String = "[1, 2]", epochs: Int = 2
    ) -> String {
        """
        {
          "name": "\(name)",
          "dataset": { "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 40, "val": 20, "test": 20 } },
          "training": { "epochs": \(epochs), "batchSize": 16, "threads": 1,
            "optimizer": { "kind": "sgd", "learningRate": \(rate) } },
          "network": { "kind": "cnn4", "channels": 8 },
          "sweep": { "seed": \(seeds) }
        }
        """
    }

    private func study(
        _ folder: String, _ name: String = "safe", _ text: String = Self.text()
    ) throws -> CommandLineStudy {
        try CommandLineStudy(in: folder, named: name, text: text)
    }

    private func digest(_ path: String) throws -> String {
        try SHA256Digest.of(file: path)
    }

    private func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    @Test func aChangedSettingKeepsTheOldResult() throws {
        try withTemporaryFolder { folder in
            let first = try study(folder)
            try first.run("out")
            let results = ResultsFolder(first.path("out"))
            let (one, two) = ("cnn4-constant-s1", "cnn4-constant-s2")
            let old = try digest(results.trial(one).bestPath)
            let key = try results.trial(one).readRecord().key
            let changed = try study(folder, "safe", Self.text(rate: 0.02))
            try changed.run("out", ["--filter", "*s1"])
            let kept = "\(one)-\(key.prefix(8))"
            #expect(names(results.replacedPath) == [kept])
            #expect(try digest("\(results.replacedPath)/\(kept)/best.safetensors") == old)
            #expect(try digest(results.trial(one).bestPath) != old)
            // The other result is still there, with the earlier settings.
            let report = try String(contentsOfFile: results.reportPath, encoding: .utf8)
            #expect(report.contains("`\(two)` is left out because its result is stale"))
            #expect(
                report.contains("training.optimizer.learningRate: 0.01 -\\> 0.02")
                    || report.contains("training.optimizer.learningRate: 0.01 -> 0.02"))
            #expect(!report.contains("has not run yet"))
            let status = try StudyStatus(results)
            #expect(status.trials.map(\.state) == [.done, .stale])
            #expect(status.replaced == [kept])
            // With the earlier settings the result is restored, and nothing is trained.
            let again = try study(folder)
            let outcome = try again.end("out", ["--filter", "*s1"])
            #expect(outcome.status == 0)
            #expect(try digest(results.trial(one).bestPath) == old)
            #expect(names(results.replacedPath).count == 1)
            #expect(try results.trial(one).readRecord().key == key)
        }
    }

    @Test func forcedTrainingKeepsTheOldResult() throws {
        try withTemporaryFolder { folder in
            let study = try study(folder, "safe", Self.text(seeds: "[1]"))
            try study.run("out")
            let results = ResultsFolder(study.path("out"))
            let record = try results.trial("cnn4-constant-s1").readRecord()
            try study.run("out", ["--force"])
            try study.run("out", ["--force"])
            let kept = "cnn4-constant-s1-\(record.key.prefix(8))"
            #expect(names(results.replacedPath) == [kept, "\(kept)-2"])
            #expect(
                try TrialFolder("\(results.replacedPath)/\(kept)", id: "cnn4-constant-s1")
                    .readRecord()
                    == record)
            let clean = try study.study("clean", results.path)
            #expect(clean.status == 0)
            #expect(!FileManager.default.fileExists(atPath: results.replacedPath))
            #expect(results.trial("cnn4-constant-s1").isComplete)
        }
    }

    @Test func resultsOfRemovedTrialsAreRestoredWithThem() throws {
        try withTemporaryFolder { folder in
            let both = try study(folder)
            try both.run("out")
            let results = ResultsFolder(both.path("out"))
            let record = try Data(
                contentsOf: URL(fileURLWithPath: results.trial("cnn4-constant-s2").recordPath))
            try study(folder, "safe", Self.text(seeds: "[1]")).run("out")
            #expect(names(results.replacedPath).count == 1)
            #expect(try FolderCheck(results, results.readLock()).mismatches == [])
            try study(folder).run("out")
            #expect(
                try Data(
                    contentsOf: URL(fileURLWithPath: results.trial("cnn4-constant-s2").recordPath))
                    == record)
            #expect(names(results.replacedPath) == [])
        }
    }

    @Test func theFolderOfAnotherStudyIsAnError() throws {
        try withTemporaryFolder { folder in
            let one = try study(folder, "one", Self.text(name: "one", seeds: "[1]"))
            try one.run("out")
            let results = ResultsFolder(one.path("out"))
            let files = [results.lockPath, results.reportPath, results.summaryPath]
            let before = files.map { FileManager.default.contents(atPath: $0) }
            let two = try study(folder, "two", Self.text(name: "two", rate: 0.02, seeds: "[1]"))
            let outcome = try two.end("out")
            #expect(outcome.status != 0)
            #expect(
                outcome.text.contains("contains the results of the study 'one'"), "\(outcome.text)")
            #expect(files.map { FileManager.default.contents(atPath: $0) } == before)
            #expect(!FileManager.default.fileExists(atPath: results.replacedPath))
            // The same study with a different file name, or a different name.
            let moved = try study(folder, "moved", Self.text(name: "one", seeds: "[1]"))
            #expect(try moved.end("out").status == 0)
            let renamed = try study(folder, "moved", Self.text(name: "three", seeds: "[1]"))
            #expect(try renamed.end("out").status == 0)
            #expect(!FileManager.default.fileExists(atPath: results.replacedPath))
            #expect(try two.end("out", ["--replace"]).status == 0)
            #expect(names(results.replacedPath).contains("study.lock.json"))
            #expect(names(results.replacedPath).count == 2)
        }
    }

    /// Two projects may use the same names of study and file.
    @Test func theFolderOfAnotherProjectIsAnError() throws {
        try withTemporaryFolder { folder in
            let studies = try ["a", "b"].enumerated().map { index, name in
                try FileManager.makeFolder("\(folder)/\(name)")
                let rate = 0.01 * Double(index + 1)
                return try study(
                    "\(folder)/\(name)", "safe", Self.text(rate: rate, seeds: "[1]"))
            }
            let out = "../out"
            try studies[0].run(out)
            let results = ResultsFolder("\(folder)/out")
            let before = FileManager.default.contents(atPath: results.lockPath)
            let outcome = try studies[1].end(out)
            #expect(outcome.status != 0)
            #expect(outcome.text.contains("contains the results of the study"), "\(outcome.text)")
            #expect(FileManager.default.contents(atPath: results.lockPath) == before)
            // The project itself may change all settings.
            let changed = try study("\(folder)/a", "safe", Self.text(rate: 0.03, seeds: "[1]"))
            #expect(try changed.end(out).status == 0)
            #expect(try studies[1].end(out, ["--replace"]).status == 0)
        }
    }

    /// An interrupted run that replaces results leaves no report of the replaced results.
    @Test(.timeLimit(.minutes(10))) func anInterruptedRunLeavesNoOutdatedReport() throws {
        try withTemporaryFolder { folder in
            let first = try study(folder, "safe", Self.text(seeds: "[1]"))
            try first.run("out")
            let results = ResultsFolder(first.path("out"))
            #expect(try first.study("report", results.path, "--html").status == 0)
            let charts = names(results.chartsPath).map { "\(results.chartsPath)/\($0)" }
            let tables = names(results.tablesPath).map { "\(results.tablesPath)/\($0)" }
            #expect(!charts.isEmpty && !tables.isEmpty)
            let made =
                [results.reportPath, results.pagePath, results.summaryPath] + charts + tables
            let own = [
                "\(results.chartsPath)/own.csv", "\(results.tablesPath)/own.csv",
                results.narrativePath,
            ]
            for path in own { try AtomicFile.write("own text\n", to: path) }
            func exist(_ paths: [String]) -> [Bool] {
                paths.map { FileManager.default.fileExists(atPath: $0) }
            }
            #expect(exist(made) == made.map { _ in true })

            let long = try study(folder, "safe", Self.text(seeds: "[1]", epochs: 100_000))
            let process = try long.start("out")
            while process.isRunning, try results.readLock().trials.first?.state == .complete {
                Thread.sleep(forTimeInterval: 0.01)
            }
            process.interrupt()
            process.waitUntilExit()
            #expect(process.terminationStatus == 130)
            // The summary contains the new trials.
            let old = made.filter { $0 != results.summaryPath }
            #expect(exist(old) == old.map { _ in false })
            #expect(exist(own) == own.map { _ in true })

            // With the earlier settings the result and a report are there.
            let again = try study(folder, "safe", Self.text(seeds: "[1]"))
            #expect(try again.end("out").status == 0)
            let back = [results.reportPath, results.summaryPath] + tables
            #expect(exist(back) == back.map { _ in true })
        }
    }

    /// A report stays valid if a run only adds results.
    @Test func onlyReplacedResultsOutdateAReport() throws {
        try withTemporaryFolder { folder in
            var study = PhantomStudy(
                folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: 1,
                sweep: #"{ "seed": [1] }"#)
            try study.run()
            func outdates(force: Bool = false) throws -> Bool {
                try RunScope(study.plan(), studyFile: "phantoms.json", force: force)
                    .outdatesReport
            }
            #expect(try !outdates())
            #expect(try outdates(force: true))
            study.sweep = #"{ "seed": [1, 2] }"#
            #expect(try !outdates())
            study.sweep = #"{ "seed": [2] }"#
            #expect(try outdates())
            study.sweep = #"{ "seed": [1] }"#
            study.epochs = 2
            #expect(try outdates())
        }
    }

    @Test(arguments: ["{", "", "{\"schemaVersion\": 99}"])
    func aLockThatCannotBeReadIsNotOverwritten(_ text: String) throws {
        try withTemporaryFolder { folder in
            let study = try study(folder, "safe", Self.text(seeds: "[1]"))
            let results = ResultsFolder(study.path("out"))
            try FileManager.makeFolder(results.path)
            try text.write(toFile: results.lockPath, atomically: true, encoding: .utf8)
            let outcome = try study.end("out")
            #expect(outcome.status != 0)
            #expect(outcome.text.contains("study.lock.json"), "\(outcome.text)")
            #expect(outcome.text.contains("--replace"), "\(outcome.text)")
            #expect(try String(contentsOfFile: results.lockPath, encoding: .utf8) == text)
            #expect(names(results.path).filter { !$0.hasPrefix(".") } == ["study.lock.json"])
        }
    }

    /// A record without files counts as damaged: the trial is trained again, and the lock gets its
    /// digests.
    @Test func aTrialWithoutDigestsIsTrainedAgain() throws {
        try withTemporaryFolder { folder in
            let study = try study(folder, "safe", Self.text(seeds: "[1]"))
            try study.run("out")
            let results = ResultsFolder(study.path("out"))
            let trial = results.trial(try #require(results.readLock().trials.first).id)
            var record = try trial.readRecord()
            let files = record.files
            record.files = [:]
            try trial.write(record)
            try study.run("out")
            #expect(try trial.readRecord().files.keys.sorted() == files.keys.sorted())
            let lock = try results.readLock()
            #expect(lock.trials.map { $0.files["best.safetensors"] } == [files["best.safetensors"]])
            #expect(try FolderCheck(results, lock).mismatches == [])
        }
    }

    @Test(arguments: ["trial.json", "epochs.csv", "predictions-test.csv", ""])
    func aTrialWithoutItsFilesIsMissing(_ file: String) throws {
        try withTemporaryFolder { folder in
            let study = try study(folder)
            try study.run("out")
            let results = ResultsFolder(study.path("out"))
            let place = results.trial("cnn4-constant-s2").path
            if file.isEmpty {
                try FileManager.default.removeItem(atPath: place)
            } else {
                try Data([0xFF]).write(to: URL(fileURLWithPath: "\(place)/\(file)"))
            }
            let read = try StudyResults(results)
            #expect(read.trials.map(\.entry.id) == ["cnn4-constant-s1"])
            #expect(read.missing.keys.sorted() == ["cnn4-constant-s2"])
            if file != "predictions-test.csv" {
                #expect(try StudyStatus(results).trials.map(\.state) == [.done, .missing])
            }
            #expect(try study.study("status", results.path).status == 0)
            #expect(try study.study("report", results.path).status == 0)
            #expect(try study.study("verify", results.path).status == 1)
            let report = try String(contentsOfFile: results.reportPath, encoding: .utf8)
            #expect(
                report.contains(
                    "`cnn4-constant-s2` is left out because its files are missing or damaged"))
        }
    }

    @Test func rowsShowASingleEpoch() throws {
        let epochs = (1...4).map { epoch in
            EpochRecord(
                epoch: epoch, learningRate: 0.1,
                train: Metrics(loss: 1 / Double(epoch), accuracy: 0.1 * Double(epoch)),
                val: Metrics(loss: 1, accuracy: epoch == 2 ? 0.9 : 0.5),
                test: Metrics(loss: 1, accuracy: 0.2 * Double(epoch)), seconds: 1)
        }
        var status = TrialStatus(id: "a", state: .running)
        status.setMetrics(of: epochs[1])
        #expect(status.metricsEpoch == 2)
        #expect(status.loss == 0.5 && status.valAccuracy == 0.9 && status.testAccuracy == 0.4)
        status.setMetrics(of: nil)
        #expect(status.metricsEpoch == nil && status.loss == nil && status.valAccuracy == nil)
    }

    @Test func checksWriteOnlyTheCache() throws {
        try withTemporaryFolder { folder in
            let study = try study(folder)
            for command in ["validate", "plan"] {
                let outcome = try study.study(
                    command, "\(folder)/safe.json", "--cache", "\(folder)/cache")
                #expect(outcome.status == 0, "\(outcome.text)")
                #expect(names(folder) == ["cache", "safe.json"])
            }
            try study.run("out")
            #expect(names(folder).contains("phantom"))
        }
    }

    private static let surroundings: [[String: String]] = [
        ["HOME": "HOSTILE", "XDG_CONFIG_HOME": "HOSTILE/.config"],
        ["GNUTERM": "nonsense", "GNUPLOT_LIB": "HOSTILE", "GNUPLOT_FONTPATH": "HOSTILE"],
        ["LC_ALL": "C", "LANG": "C", "TZ": "Asia/Kathmandu"],
        ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TERM": "dumb", "COLUMNS": "20"],
        ["TMPDIR": "/nowhere/at/all", "HOME": "/nowhere"],
        ["HOME": "", "FONTCONFIG_FILE": "/nowhere", "FONTCONFIG_PATH": "/nowhere"],
    ]

    /// Charts and report do not depend on the environment of the program.
    @Test(.enabled(if: ExternalProgram.isInstalled("gnuplot"), "gnuplot is not installed"))
    func theEnvironmentHasNoEffect() throws {
        try withTemporaryFolder { folder in
            let hostile = "\(folder)/hostile"
            for (name, text) in [
                (".gnuplot", "this is an error\nset size 0.5,0.5\n"),
                (".config/gnuplot/gnuplotrc", "set datafile commentschars \"1\"\n"),
            ] {
                let file = URL(fileURLWithPath: "\(hostile)/\(name)")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(to: file, atomically: true, encoding: .utf8)
            }
            var study = try study(folder)
            try study.run("out")
            let out = study.path("out")
            func files() throws -> [String: String] {
                let names = ["report.md"] + names("\(out)/charts").map { "charts/\($0)" }
                return Dictionary(
                    uniqueKeysWithValues: try names.map { ($0, try digest("\(out)/\($0)")) })
            }
            #expect(try study.study("report", out).status == 0)
            let before = try files()
            for variables in Self.surroundings {
                try FileManager.default.removeItem(atPath: "\(out)/charts")
                study.environment = variables.mapValues { $0.replacing("HOSTILE", with: hostile) }
                let outcome = try study.study("report", out)
                #expect(outcome.status == 0, "\(variables): \(outcome.text)")
                #expect(try files() == before, "\(variables)")
            }
        }
    }
}
