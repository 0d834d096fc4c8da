import Foundation
import JSON
import Results
import Studies
import Testing
import TestSupport
import Tracking
import Vocabulary

extension MLflowTests {
    /// Killed runs are marked as killed on the server.
    @Suite struct Kills {
        let server: MLflowServer
        private var folder: String { server.folder }

        init() throws { server = try MLflowTests.server() }

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

        /// A run that is killed when a file with a given prefix exists: the state of the delivery,
        /// the outbox, the lock, the first epochs.
        @Test(arguments: ["server-", "outbox", "study.lock", "epochs"])
        func aKilledRunEndsThereAndGoesOnAsTheSame(_ prefix: String) throws {
            let name = "killed-\(prefix.prefix(5))"
            let study = try TrackedStudy(in: folder, name, epochs: 40)
            let process = try study.start(server.address)
            func isThere() -> Bool {
                let paths = FileManager.default.enumerator(atPath: study.path)?.compactMap {
                    "\($0)"
                }
                return (paths ?? []).contains {
                    ($0.split(separator: "/").last ?? "").hasPrefix(prefix)
                }
            }
            let deadline = Date() + 300
            while !isThere() {
                try #require(
                    Date() < deadline && process.isRunning, "it ended before there was any")
                Thread.sleep(forTimeInterval: 0.002)
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(!study.results.trial("cnn4-cosine").isComplete)
            let pushed = try study.push()
            #expect(pushed.status == 0, "\(pushed.text)")
            let recorded = try String(
                contentsOfFile: "\(study.path)/tracking/outbox.jsonl", encoding: .utf8)
            if recorded.contains(#""experiment""#) {
                let killed = try statuses(name)
                #expect(killed.values.allSatisfy { $0 == "KILLED" }, "\(killed)")
                #expect(killed[name] == (recorded.contains(#""run""#) ? "KILLED" : nil))
            }
            try study.train(server.address)
            #expect(try study.push().status == 0)
            try study.check(server)
        }

        /// A kill leaves the state of the delivery and a part of the outbox. For each part, no run
        /// stays active on the server, and no event is refused.
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
            for (number, position) in places.enumerated() {
                let name = "cut-\(number)"
                let copy = "\(folder)/\(name)"
                try FileManager.default.createDirectory(
                    atPath: "\(copy)/tracking", withIntermediateDirectories: true)
                for file in try FileManager.default.contentsOfDirectory(
                    atPath: "\(study.path)/tracking") where file.hasPrefix("server-")
                {
                    try FileManager.default.copyItem(
                        atPath: "\(study.path)/tracking/\(file)", toPath: "\(copy)/tracking/\(file)"
                    )
                }
                // An experiment of its own, so that runs of other places are not found.
                let text = String(decoding: outbox.prefix(position), as: UTF8.self)
                try text.replacing(
                    #""name":"cut"}}"#, with: #""name":"\#(name)"}}"#, maxReplacements: 1
                )
                .write(toFile: "\(copy)/tracking/outbox.jsonl", atomically: true, encoding: .utf8)
                if number % 2 == 1 {
                    try FileManager.default.copyItem(
                        atPath: study.results.lockPath, toPath: "\(copy)/study.lock.json")
                }
                let pushed = try ExternalProgram.run(
                    TrackedStudy.program, ["track", "push", copy, "--timeout", "60"])
                #expect(pushed.status == 0, "\(position): \(pushed.text)")
                #expect(!FileManager.default.fileExists(atPath: "\(copy)/tracking/rejected.jsonl"))
                guard position >= ends[0] else { continue }
                let found = try statuses(name)
                #expect(!found.values.contains { $0.contains("RUNNING") }, "\(position): \(found)")
                #expect(
                    found["cut"] == (position < ends[1] ? nil : "KILLED"), "\(position): \(found)")
            }
        }

        /// A power failure can remove the last events of a write; they are recorded later.
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
    }
}
