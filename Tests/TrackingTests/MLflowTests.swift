import Foundation
import JSON
import Results
import Studies
import Testing
import TestSupport
import Tracking
import Vocabulary

/// Studies tracked by a real MLflow server, read back by its Python client. `STUDY_MLFLOW` names
/// the Python that has it; `make test` sets it.
@Suite(
    .serialized,
    .enabled(
        if: mlflowPython != nil,
        "STUDY_MLFLOW is not set: it names a Python with Tools/mlflow/requirements.txt"))
final class MLflowTests {
    /// The server and the phantom are the same for all tests, as a start takes long.
    private static let shared: Result<MLflowServer, any Error> = Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "study-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit {
            guard case .success(let server) = MLflowTests.shared else { return }
            server.kill()
            try? FileManager.default.removeItem(atPath: server.folder)
        }
        return try MLflowServer(in: folder.path)
    }

    let folder: String
    let server: MLflowServer

    init() throws {
        server = try Self.shared.get()
        folder = server.folder
    }

    /// The status of each run of an experiment, by name.
    private func statuses(_ experiment: String) throws -> [String: String] {
        let client = MLflowClient(try TrackingServer(server.address, environment: [:]))
        let id = try #require(try client.existingExperiment(experiment))
        let json = try client.post("runs/search", ["experiment_ids": [.string(id)]])
        let runs = (json["runs"]?.elements ?? []).compactMap { run in
            run["info"].flatMap { info in
                info["run_name"]?.text.map { ($0, info["status"]?.text ?? "") }
            }
        }
        return Dictionary(runs, uniquingKeysWith: { "\($0), \($1)" })
    }

    @Test func aStudyIsTrackedAndHasNoSecret() throws {
        let study = try TrackedStudy(in: folder, "live")
        let address = server.address.replacing("http://", with: "http://me:letmein@")
        let outcome = try study.train(address, environment: ["MLFLOW_TRACKING_TOKEN": "t0ken"])
        try study.check(server)
        let found = try ExternalProgram.run(
            "/usr/bin/env", ["grep", "-rlE", "letmein|t0ken", study.path])
        #expect(found.text == "")
        #expect(!outcome.text.contains("letmein"))
        // Nothing is trained, so that there is no new run; nothing is sent twice.
        try study.train(server.address)
        #expect(try study.push("--all").status == 0)
        try study.check(server)
    }

    @Test func aServerThatIsStartedAfterTheRunGetsAll() throws {
        server.kill()
        let study = try TrackedStudy(in: folder, "late")
        let outcome = try study.train(server.address)
        #expect(outcome.text.contains("study track push \(study.path)"))
        let lost = try study.push(patience: 1)
        #expect(lost.status == 1)
        #expect(lost.text.contains("\(server.address): the tracking server cannot be reached"))
        try server.start()
        #expect(try study.push().status == 0)
        try study.check(server)
    }

    @Test func aStudyThatWasNeverTrackedCanBePushed() throws {
        let study = try TrackedStudy(in: folder, "untracked")
        try study.train("http://127.0.0.1:1")
        try FileManager.default.removeItem(atPath: "\(study.path)/tracking")
        let unnamed = try study.push()
        #expect(unnamed.status != 0)
        #expect(unnamed.text.contains("--tracking-uri or MLFLOW_TRACKING_URI"))
        #expect(try study.push("--tracking-uri", server.address).status == 0)
        try study.check(server)
    }

    /// Killed once there is a file of such a name: the note of its server, the outbox, the lock,
    /// the first epochs.
    @Test(arguments: ["server-", "outbox", "study.lock", "epochs"])
    func aKilledRunEndsThereAndGoesOnAsTheSame(_ prefix: String) throws {
        let name = "killed-\(prefix.prefix(5))"
        let study = try TrackedStudy(in: folder, name, epochs: 40)
        let process = try study.start(server.address)
        func isThere() -> Bool {
            let paths = FileManager.default.enumerator(atPath: study.path)?.compactMap { "\($0)" }
            return (paths ?? []).contains {
                ($0.split(separator: "/").last ?? "").hasPrefix(prefix)
            }
        }
        let deadline = Date() + 300
        while !isThere() {
            try #require(Date() < deadline && process.isRunning, "it ended before there was any")
            Thread.sleep(forTimeInterval: 0.002)
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(!study.results.trial("cnn4-cosine").isComplete)
        let pushed = try study.push()
        #expect(pushed.status == 0, "\(pushed.text)")
        let told = try String(
            contentsOfFile: "\(study.path)/tracking/outbox.jsonl", encoding: .utf8)
        if told.contains(#""experiment""#) {
            let killed = try statuses(name)
            #expect(killed.values.allSatisfy { $0 == "KILLED" }, "\(killed)")
            #expect(killed[name] == (told.contains(#""run""#) ? "KILLED" : nil))
        }
        try study.train(server.address)
        #expect(try study.push().status == 0)
        try study.check(server)
    }

    /// What a kill leaves on the disk is the server's note and then the outbox up to some place.
    /// Wherever that is, no run goes on there, and none is refused.
    @Test func aRunThatIsCutAnywhereEndsThere() throws {
        server.kill()
        let study = try TrackedStudy(in: folder, "cut")
        try study.train(server.address)
        try server.start()
        let outbox = try Data(
            contentsOf: URL(fileURLWithPath: "\(study.path)/tracking/outbox.jsonl"))
        let ends = outbox.indices.filter { outbox[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        try #require(ends.count > 12)
        let places =
            [0] + ends.prefix(12) + ends.prefix(4).map { $0 - 1 } + ends.suffix(3).dropLast()
        for (number, place) in places.enumerated() {
            let name = "cut-\(number)"
            let copy = "\(folder)/\(name)"
            try FileManager.default.createDirectory(
                atPath: "\(copy)/tracking", withIntermediateDirectories: true)
            for file in try FileManager.default.contentsOfDirectory(
                atPath: "\(study.path)/tracking") where file.hasPrefix("server-")
            {
                try FileManager.default.copyItem(
                    atPath: "\(study.path)/tracking/\(file)", toPath: "\(copy)/tracking/\(file)")
            }
            // An experiment of its own, so that runs of other places are not found.
            let text = String(decoding: outbox.prefix(place), as: UTF8.self)
            try text.replacing(
                #""name":"cut"}}"#, with: #""name":"\#(name)"}}"#, maxReplacements: 1
            )
            .write(toFile: "\(copy)/tracking/outbox.jsonl", atomically: true, encoding: .utf8)
            if number % 2 == 1 {
                try FileManager.default.copyItem(
                    atPath: study.results.lockPath, toPath: "\(copy)/study.lock.json")
            }
            let pushed = try ExternalProgram.run(
                TrackedStudy.program, ["track", "push", copy, "--patience", "60"])
            #expect(pushed.status == 0, "\(place): \(pushed.text)")
            #expect(!FileManager.default.fileExists(atPath: "\(copy)/tracking/rejected.jsonl"))
            guard place >= ends[0] else { continue }
            let found = try statuses(name)
            #expect(!found.values.contains { $0.contains("RUNNING") }, "\(place): \(found)")
            #expect(found["cut"] == (place < ends[1] ? nil : "KILLED"), "\(place): \(found)")
        }
    }

    /// A power failure may take the end of what was written together: it is told later.
    @Test(arguments: [0, 1, 2, 3]) func whatIsMissingOfARunsBeginningIsToldLater(_ lines: Int)
        throws
    {
        let name = "begun-\(lines)"
        let study = try TrackedStudy(in: folder, name)
        try study.train("http://127.0.0.1:1")
        let path = "\(study.path)/tracking/outbox.jsonl"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let rest = text.split(separator: "\n").prefix(lines).map { "\($0)\n" }.joined()
        for file in try FileManager.default.contentsOfDirectory(atPath: study.path)
        where file != "tracking" {
            try FileManager.default.removeItem(atPath: "\(study.path)/\(file)")
        }
        try rest.write(toFile: path, atomically: true, encoding: .utf8)
        try study.train(server.address)
        #expect(try study.push("--tracking-uri", server.address).status == 0)
        try study.check(server)
    }

    /// Does something while a proxy stands before the server, given its port.
    private func behindProxy(_ options: String..., body: (Int) throws -> Void) throws {
        let port = try freePort()
        let proxy = try ExternalProgram.start(
            try #require(mlflowPython),
            [ExternalProgram.tool("mlflow/proxy.py"), "\(port)", "\(server.port)"] + options)
        defer {
            kill(proxy.processIdentifier, SIGKILL)
            proxy.waitUntilExit()
        }
        let deadline = Date() + 60
        while !isOpen(port), Date() < deadline { Thread.sleep(forTimeInterval: 0.05) }
        try body(port)
    }

    @Test func nothingIsLostOrDoubledBehindALossyProxy() throws {
        let study = try TrackedStudy(in: folder, "lossy")
        try behindProxy("--loses", "7") { port in
            try study.train("http://127.0.0.1:\(port)")
            #expect(try study.push().status == 0)
        }
        try study.check(server)
    }

    @Test func aServerThatLetsNobodyInIsSaidAndGetsAllLater() throws {
        let study = try TrackedStudy(in: folder, "forbidden")
        try behindProxy("--answers", "403") { port in
            let outcome = try study.train("http://127.0.0.1:\(port)")
            #expect(outcome.text.contains("answers 403: check MLFLOW_TRACKING_USERNAME"))
            #expect(outcome.text.contains("study track push \(study.path)"))
        }
        #expect(try study.push("--tracking-uri", server.address).status == 0)
        try study.check(server)
    }

    @Test func aServerIsReachedByTLS() throws {
        let file = "\(folder)/certificate.pem"
        let made = try ExternalProgram.run(
            "/usr/bin/env",
            [
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", file, "-out",
                "\(file).part",
            ])
        try #require(made.status == 0, "\(made.text)")
        let key = try String(contentsOfFile: file, encoding: .utf8)
        let certificate = try String(contentsOfFile: "\(file).part", encoding: .utf8)
        try (key + certificate).write(toFile: file, atomically: true, encoding: .utf8)
        let study = try TrackedStudy(in: folder, "secure")
        try behindProxy("--certificate", file) { port in
            let address = "https://localhost:\(port)"
            let stranger = try study.train(address)
            #expect(stranger.text.contains("certificate"), "\(stranger.text)")
            let pushed = try ExternalProgram.run(
                TrackedStudy.program, ["track", "push", study.path],
                environment: ["MLFLOW_TRACKING_SERVER_CERT_PATH": file])
            #expect(pushed.status == 0, "\(pushed.text)")
        }
        try study.check(server)
    }

    /// The server's disk is full, and then it is not.
    @Test(.enabled(if: geteuid() == 0, "a small disk can only be mounted by root"))
    func aFullDiskThereLosesNothing() throws {
        let study = try TrackedStudy(in: folder, "full")
        let artifacts = "\(folder)/artifacts"
        try FileManager.default.createDirectory(
            atPath: artifacts, withIntermediateDirectories: true)
        func command(_ words: String...) throws -> Int32 {
            try ExternalProgram.run("/usr/bin/env", words).status
        }
        let size = "size=64k"
        try #require(try command("mount", "-t", "tmpfs", "-o", size, "tmpfs", artifacts) == 0)
        var isMounted = true
        defer { if isMounted { _ = try? command("umount", artifacts) } }
        let outcome = try study.train(server.address)
        #expect(outcome.text.contains("answers 500"), "\(outcome.text)")
        #expect(outcome.text.contains("study track push \(study.path)"))
        isMounted = try command("umount", artifacts) != 0
        #expect(!isMounted)
        // What was stored on that disk is gone with it.
        #expect(try study.push("--all").status == 0)
        try study.check(server)
    }

    /// The results of another folder as `study track pull` makes them.
    private func pull(_ experiment: String, _ options: [String]) throws -> ResultsFolder {
        let path = "\(folder)/pulled-\(experiment)-\(options[0].dropFirst(2))"
        let outcome = try ExternalProgram.run(
            TrackedStudy.program,
            ["track", "pull", experiment, "--output", path, "--quiet"] + options)
        #expect(outcome.status == 0, "\(outcome.text)")
        return ResultsFolder(path)
    }

    @Test func aStudyIsPulledAsItIs() throws {
        let study = try TrackedStudy(in: folder, "pulled")
        try study.train(server.address)
        #expect(try study.push().status == 0)
        let there = try StudyResults(study.results)
        let here = try StudyResults(pull("pulled", ["--tracking-uri", server.address]))
        #expect(here.lock.axes.map(\.path).sorted() == there.lock.axes.map(\.path).sorted())
        #expect(here.lock.question == "Is it there?\n\nEvery *value*.")
        #expect(here.trials.count == there.trials.count)
        for trial in there.trials {
            let same = try #require(
                here.trials.first { $0.entry.coordinates == trial.entry.coordinates })
            #expect(same.epochs == trial.epochs)
            #expect(same.record.bestEpoch == trial.record.bestEpoch)
            #expect(same.entry.seed == trial.entry.seed)
        }
    }

    /// What another program has told a server, or a folder without one.
    @Test(arguments: [true, false]) func runsOfOtherProgramsArePulled(_ isServer: Bool) throws {
        let uri = isServer ? server.address : "file://\(folder)/mlruns"
        let expected = "\(folder)/told.json"
        let told = try ExternalProgram.run(
            try #require(mlflowPython),
            [ExternalProgram.tool("mlflow/original.py"), uri, "theirs", expected])
        try #require(told.status == 0, "\(told.text)")
        let options =
            isServer ? ["--tracking-uri", server.address] : ["--mlruns", "\(folder)/mlruns"]
        let results = try pull("theirs", options)
        let here = try StudyResults(results)
        #expect(here.lock.axes.map(\.path) == ["model", "scheduler"])
        let json = try JSONDocument(
            text: String(contentsOfFile: expected, encoding: .utf8), file: expected
        ).value
        #expect(here.trials.count == 6)
        for trial in here.trials {
            let rows = try #require(json[trial.entry.group]?.elements)
            #expect(trial.epochs.map(\.epoch) == [1, 2, 3, 4])
            for (epoch, row) in zip(trial.epochs, rows) {
                #expect(epoch.learningRate == row["lr"]?.double)
                for split in Split.allCases {
                    let metrics = try #require(epoch.metrics[split])
                    #expect(metrics.loss == row["\(split.rawValue)_loss"]?.double)
                    let percent = try #require(row["\(split.rawValue)_accuracy"]?.double)
                    #expect(abs(metrics.accuracy - percent / 100) < 1e-12)
                }
            }
        }
        // It can be charted and compared, and nothing else is written over.
        let report = try ExternalProgram.run(TrackedStudy.program, ["report", results.path])
        #expect(report.status == 0, "\(report.text)")
        let text = try String(contentsOfFile: results.reportPath, encoding: .utf8)
        #expect(text.contains("study track pull theirs \(options[0])"))
        let comparison = try ExternalProgram.run(
            TrackedStudy.program,
            ["compare", results.path, results.path, "--output", "\(folder)/compared-\(isServer)"])
        #expect(comparison.status == 0, "\(comparison.text)")
        let unknown = try ExternalProgram.run(
            TrackedStudy.program, ["track", "pull", "nobody"] + options)
        #expect(unknown.status == 1)
        #expect(unknown.text.contains("has no experiment 'nobody'; it has"))
        let other = try ExternalProgram.run(
            TrackedStudy.program, ["track", "pull", "theirs", "--output", folder] + options)
        #expect(other.status != 0)
        #expect(other.text.contains("is there and was not pulled"))
    }

    @Test func aServerMayBeKilledFiveTimesDuringARun() throws {
        let sample = try TrackedStudy(in: folder, "sample")
        try sample.train(server.address)
        let timed = try StudyResults(sample.results).trials.flatMap(\.epochs)
        let seconds = timed.reduce(0) { $0 + $1.seconds } / Double(timed.count)
        // As many restarts as fit into a run; a longer one where that are fewer than five, as on a
        // machine that was busy when the epochs were timed.
        var (study, restarts, epochs) = (sample, 0, max(20, Int(40 / seconds)))
        while restarts < 5 {
            study = try TrackedStudy(in: folder, "restarts-\(epochs)", epochs: epochs)
            let process = try study.start(server.address)
            restarts = 0
            while restarts < 5 {
                Thread.sleep(forTimeInterval: 1)
                guard process.isRunning else { break }
                server.kill()
                Thread.sleep(forTimeInterval: 0.5)
                try server.start()
                restarts += 1
            }
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            epochs *= 3
        }
        #expect(try study.push().status == 0)
        try study.check(server)
    }

    /// Predicts for an image of the phantom: what is said of it on standard output, and all that is
    /// said.
    private func predict(_ study: TrackedStudy, _ arguments: [String]) throws
        -> ExternalProgram.Outcome
    {
        let images = "\(folder)/phantom/test"
        return try ExternalProgram.run(
            TrackedStudy.program, ["predict", images] + arguments,
            environment: ["STUDY_CACHE": "\(folder)/cache"])
    }

    @Test func aModelIsRegisteredAndFetched() throws {
        let study = try TrackedStudy(in: folder, "registered")
        try study.train(server.address)
        let trials = try StudyResults(study.results).trials.map(\.entry.id)
        func register(_ trial: String) throws -> ExternalProgram.Outcome {
            try ExternalProgram.run(
                TrackedStudy.program,
                [
                    "register", "--trial", "\(study.path)/trials/\(trial)", "--name", "chest",
                    "--alias", "champion",
                ])
        }
        func says(_ model: String, as trial: String) throws {
            let there = try predict(study, ["--trial", "\(study.path)/trials/\(trial)"])
            let outcome = try predict(
                study, ["--model", model, "--tracking-uri", server.address])
            #expect(outcome.status == 0, "\(outcome.text)")
            let rows = there.text.split(separator: "\n").filter {
                $0.contains(".png") || $0.contains(".jp")
            }
            #expect(rows.count == 40)
            for row in rows { #expect(outcome.text.contains(row)) }
        }
        let first = try register(trials[0])
        #expect(first.text == "models:/chest/1\n")
        try says("models:/chest@champion", as: trials[0])
        // The alias moves.
        #expect(try register(trials[1]).text == "models:/chest/2\n")
        try says("models:/chest@champion", as: trials[1])
        try says("models:/chest/1", as: trials[0])
        // It knows its run.
        let client = MLflowClient(try TrackingServer(server.address, environment: [:]))
        let version = try client.version(ModelReference("models:/chest/1"))
        let trained = try client.get("runs/get", ["run_id": version.run])
        #expect(trained["run"]?["info"]?["run_name"]?.text == trials[0])

        // A damaged copy is not used.
        let models = "\(folder)/cache/models"
        for name in try FileManager.default.contentsOfDirectory(atPath: models) {
            try Data("no".utf8).write(
                to: URL(fileURLWithPath: "\(models)/\(name)/best.safetensors"))
        }
        try says("models:/chest/1", as: trials[0])

        let unknown = try predict(
            study, ["--model", "models:/chest@nobody", "--tracking-uri", server.address])
        #expect(unknown.status != 0)
        #expect(unknown.text.contains("models:/chest@nobody: \(server.address) does not have it"))
        let deletion = try Tests.delete("chest", 1, server)
        #expect(deletion.contains("200"))
        let deleted = try predict(
            study, ["--model", "models:/chest/1", "--tracking-uri", server.address])
        #expect(deleted.status != 0)
        #expect(deleted.text.contains("models:/chest/1: \(server.address) does not have it"))
    }
}

private enum Tests {
    /// Deletes a version on the server.
    static func delete(_ name: String, _ version: Int, _ server: MLflowServer) throws -> String {
        let target = "\(server.address)/api/2.0/mlflow/model-versions/delete"
        return try ExternalProgram.run(
            "/usr/bin/env",
            [
                "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", "DELETE", "-H",
                "Content-Type: application/json", "-d",
                #"{"name": "\#(name)", "version": "\#(version)"}"#, target,
            ]
        ).text
    }
}
