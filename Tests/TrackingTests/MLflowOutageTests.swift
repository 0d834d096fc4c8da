import Foundation
import Results
import Studies
import Testing
import TestSupport
import Vocabulary

extension MLflowTests {
    /// Failures of servers and networks.
    @Suite struct Outages {
        let server: MLflowServer
        private var folder: String { server.folder }

        init() throws { server = try MLflowTests.server() }

        @Test func nothingIsLostOrDoubledBehindALossyProxy() throws {
            let study = try TrackedStudy(in: folder, "lossy")
            try server.behindProxy("--loses", "7") { port in
                try study.train("http://127.0.0.1:\(port)")
                #expect(try study.push().status == 0)
            }
            try study.check(server)
        }

        @Test func aServerThatLetsNobodyInIsSaidAndGetsAllLater() throws {
            let study = try TrackedStudy(in: folder, "forbidden")
            try server.behindProxy("--answers", "403") { port in
                let outcome = try study.train("http://127.0.0.1:\(port)")
                #expect(outcome.text.contains("status 403: check MLFLOW_TRACKING_USERNAME"))
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
                    "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj",
                    "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", file,
                    "-out",
                    "\(file).part",
                ])
            try #require(made.status == 0, "\(made.text)")
            let key = try String(contentsOfFile: file, encoding: .utf8)
            let certificate = try String(contentsOfFile: "\(file).part", encoding: .utf8)
            try (key + certificate).write(toFile: file, atomically: true, encoding: .utf8)
            let study = try TrackedStudy(in: folder, "secure")
            try server.behindProxy("--certificate", file) { port in
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

        /// The server's disk is full for some time.
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
            #expect(outcome.text.contains("status 500"), "\(outcome.text)")
            #expect(outcome.text.contains("study track push \(study.path)"))
            isMounted = try command("umount", artifacts) != 0
            #expect(!isMounted)
            // What was stored on that disk is gone with it.
            #expect(try study.push("--all").status == 0)
            try study.check(server)
        }

        @Test func aServerMayBeKilledFiveTimesDuringARun() throws {
            let sample = try TrackedStudy(in: folder, "sample")
            try sample.train(server.address)
            let timed = try StudyResults(sample.results).trials.flatMap(\.epochs)
            let seconds = timed.reduce(0) { $0 + $1.seconds } / Double(timed.count)
            // As many restarts as fit into a run; a longer one where that are fewer than five, as
            // on a machine that was busy when the epochs were timed.
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
    }
}
