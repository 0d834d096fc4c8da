import Foundation
import Results
import Studies
import Testing
import TestSupport
import Vocabulary

extension MLflowTests {
    /// The events that a run, or `study track push` after it, delivers.
    @Suite struct Delivery {
        let server: MLflowServer
        private var folder: String { server.folder }

        init() throws { server = try MLflowTests.server() }

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
            let lost = try study.push(timeout: 1)
            #expect(lost.status == 1)
            #expect(lost.text.contains("\(server.address): the tracking server cannot be reached"))
            try server.start()
            #expect(try study.push().status == 0)
            try study.check(server)
        }

        @Test func aFolderThatDoesNotExistIsNotPushed() throws {
            let pushed = try ExternalProgram.run(
                TrackedStudy.program, ["track", "push", "\(folder)/nope"])
            #expect(pushed.status != 0)
            #expect(pushed.text.contains("\(folder)/nope: no such folder"))
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/nope"))
        }

        /// An address in the environment that is not used is said in spite of --quiet.
        @Test func anAddressThatIsIgnoredIsSaid() throws {
            let study = try TrackedStudy(in: folder, "ignored", epochs: 1)
            let outcome = try study.train(
                nil, environment: ["MLFLOW_TRACKING_URI": "sqlite:///mlflow.db"])
            #expect(
                outcome.text.contains(
                    "MLFLOW_TRACKING_URI is ignored: 'sqlite:///mlflow.db' is not an http"))
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
    }
}
