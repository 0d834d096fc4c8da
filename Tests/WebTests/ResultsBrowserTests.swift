import Foundation
import TestSupport
import Testing

/// The results pages of a server without a network.
struct ResultsBrowserTests {
    private static let study = """
        {
          "name": "watched", "title": "Is it there?", "question": "Every <b>value</b>.",
          "dataset": {
            "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 400, "val": 80, "test": 80 }
          },
          "training": {
            "epochs": 24, "batchSize": 16, "threads": 1,
            "optimizer": { "kind": "adam", "learningRate": 0.001 }
          },
          "network": { "kind": "cnn4", "channels": 16, "dropout": 0.3 },
          "sweep": { "schedule": ["constant", "cosine"] }
        }
        """

    private static func train(in folder: String, _ options: String...) throws -> Process {
        try study.write(toFile: "\(folder)/watched.json", atomically: true, encoding: .utf8)
        return try ExternalProgram.start(
            #require(Fixture.program("study")).path,
            [
                "run", "\(folder)/watched.json", "--output", "\(folder)/results/watched",
                "--cache", "\(folder)/cache", "--quiet",
            ] + options)
    }

    @Test(.enabled(if: WebBrowser.isInstalled, "needs what 'Tools/install.sh test' installs"))
    func peopleFollowAStudyAndCompareItsTrials() throws {
        try withTemporaryFolder { folder in
            let training = try Self.train(in: folder)
            defer {
                kill(training.processIdentifier, SIGKILL)
                training.waitUntilExit()
            }
            let lock = "\(folder)/results/watched/study.lock.json"
            let deadline = Date() + 60
            while !FileManager.default.fileExists(atPath: lock), Date() < deadline {
                Thread.sleep(forTimeInterval: 0.05)
            }
            let server = try ServerProcess(
                ["--base-path", "/lab"], serving: ["--results", "\(folder)/results"])
            let outcome = try ExternalProgram.run(
                try #require(WebBrowser.python),
                [ExternalProgram.tool("web/results.py"), "\(server.address)"]
                    + WebBrowser.screenshots, in: folder)
            #expect(outcome.status == 0, "\(outcome.text)")
        }
    }

    @Test func onlyWhatIsThereIsShown() async throws {
        try await withTemporaryStudy { folder in
            try "secret".write(
                toFile: "\(folder)/results/watched/charts/secret.txt", atomically: true,
                encoding: .utf8)
            try "secret".write(toFile: "\(folder)/secret.png", atomically: true, encoding: .utf8)
            let server = try ServerProcess(serving: ["--results", "\(folder)/results"])
            let page = try await server.ask("/results/watched")
            #expect(page.status == 200)
            #expect(page.text.contains("Every &lt;b&gt;value"))
            let chart = try await server.ask("/results/watched/charts/val_loss.png")
            #expect(chart.status == 200)
            #expect(chart.headers["content-type"] == "image/png")
            let report = try await server.ask("/results/watched/report")
            #expect(report.status == 200)
            #expect(
                report.headers["content-security-policy"]?.contains("default-src 'none'") == true)
            let compared = try await server.ask(
                "/compare?trial=watched/cnn4-cosine-s1&trial=watched/nothing")
            #expect(compared.status == 404)
            for path in [
                "/results/nothing", "/results/watched/charts/secret.txt",
                "/results/%2e%2e", "/results/watched/charts/..%2f..%2f..%2fsecret.png",
                "/results/watched/charts/%2e%2e", "/results/watched/study.lock.json", "/v1/predict",
            ] {
                #expect(try await server.ask(path).status == 404, "\(path)")
            }
            #expect(try await server.ask("/compare").status == 400)
            #expect(try await server.ask("/ready").status == 200)
            // A damaged study is said so, and the others are shown.
            try FileManager.default.createDirectory(
                atPath: "\(folder)/results/damaged", withIntermediateDirectories: true)
            try "{".write(
                toFile: "\(folder)/results/damaged/study.lock.json", atomically: true,
                encoding: .utf8)
            let list = try await server.ask("/results").text
            #expect(list.contains("cannot be read") && list.contains("Is it there?"))
            // Studies with equal titles differ in their folders; the reason names no other folder.
            #expect(list.contains("<span class=\"small\">watched</span>"))
            #expect(list.contains(">study.lock.json:1:2: ") && !list.contains(folder))
            #expect(try await server.ask("/results/damaged").status == 500)
            // The log contains the reason, and the response does not.
            let reason = "\(folder)/results/damaged/study.lock.json:1:2: "
            #expect(
                server.log.contains(
                    "study serve: failed: the study's results cannot be read: \(reason)"),
                "\(server.log)")
            #expect(try await server.ask("/results/damaged/report").status == 404)
            try "# Report".write(
                toFile: "\(folder)/results/damaged/report.md", atomically: true, encoding: .utf8)
            let damaged = try await server.ask("/results/damaged/report")
            #expect(damaged.status == 500 && !damaged.text.contains("study.lock.json"))
            #expect(
                server.log.contains(
                    "study serve: failed: the study's report cannot be read: \(reason)"),
                "\(server.log)")
        }
    }

    /// Files that only a link brings into a study's folder are not shown.
    @Test func linksOutOfTheFolderAreNotFollowed() async throws {
        try await withTemporaryStudy { folder in
            let study = "\(folder)/results/watched"
            try "# Secret".write(
                toFile: "\(folder)/secret.md", atomically: true, encoding: .utf8)
            try FileManager.default.createSymbolicLink(
                atPath: "\(study)/charts/out.png", withDestinationPath: "\(folder)/secret.md")
            try FileManager.default.removeItem(atPath: "\(study)/report.md")
            try FileManager.default.createSymbolicLink(
                atPath: "\(study)/report.md", withDestinationPath: "\(folder)/secret.md")
            let server = try ServerProcess(serving: ["--results", "\(folder)/results"])
            let page = try await server.ask("/results/watched").text
            #expect(!page.contains("out.png") && !page.contains("Read the report"))
            #expect(page.contains("val_loss"))
            for path in ["charts/out.png", "report"] {
                #expect(try await server.ask("/results/watched/\(path)").status == 404, "\(path)")
            }
        }
    }

    /// The labels at the left of a chart have room for the font of a phone.
    @Test func labelsOfChartsFit() async throws {
        try await withTemporaryStudy { folder in
            let server = try ServerProcess(serving: ["--results", "\(folder)/results"])
            let page = try await server.ask("/results/watched").text
            let labels = page.matches(
                of: #/x="(?<x>[\d.]+)" y="[\d.]+" text-anchor="end"[^>]*>(?<label>[^<]+)</#)
            #expect(labels.contains { $0.label.hasSuffix("%") })
            for label in labels {
                let x = try #require(Double(label.x))
                #expect(x >= 22 * 0.5 * Double(label.label.count), "\(label.label)")
            }
            // One epoch is a dot.
            #expect(page.contains("<circle class=\"dot ") && !page.contains("<polyline"))
        }
    }

    /// A stream ends with the server, and responses to HEAD requests do not count as open pages:
    /// the test sends more of them than pages are allowed.
    @Test func streamsEndWithTheServer() async throws {
        try await withTemporaryStudy { folder in
            let server = try ServerProcess(serving: ["--results", "\(folder)/results"])
            for _ in 0..<70 {
                let head = try await server.ask("/results/watched/events", method: "HEAD")
                #expect(head.status == 200)
            }
            let task = Task { try await server.ask("/results/watched/events") }
            try await Task.sleep(for: .seconds(1))
            server.terminate()
            let response = try await task.value
            #expect(response.status == 200)
            #expect(response.headers["content-type"] == "text/event-stream")
            #expect(response.text.hasPrefix("event: live\ndata: <section"))
            #expect(server.status() == (0, false))
        }
    }

    /// If a study becomes unreadable, its stream sends an error and ends; the log contains the
    /// reason.
    @Test func aStreamOfADamagedStudyEndsWithAFailure() async throws {
        try await withTemporaryStudy { folder in
            let server = try ServerProcess(serving: ["--results", "\(folder)/results"])
            let lock = "\(folder)/results/watched/study.lock.json"
            let whole = try String(contentsOfFile: lock, encoding: .utf8)
            var text = ""
            // The stream has begun when the lock is damaged, on slow machines later.
            for seconds in [1, 5, 25, 125] where !text.hasPrefix("event: live\n") {
                try whole.write(toFile: lock, atomically: true, encoding: .utf8)
                let task = Task { try await server.ask("/results/watched/events") }
                try await Task.sleep(for: .seconds(seconds))
                try "{".write(toFile: lock, atomically: true, encoding: .utf8)
                text = try await task.value.text
            }
            let message = "the study's results cannot be read"
            let failure = "event: failure\ndata: \(message)\n\n"
            #expect(text.hasPrefix("event: live\n") && text.hasSuffix(failure), "\(text)")
            // A page that is opened now gets the failure at once.
            let again = try await server.ask("/results/watched/events")
            #expect(again.status == 200 && again.text == failure)
            #expect(
                server.log.contains("study serve: failed: \(message): \(lock):1:2: "),
                "\(server.log)")
        }
    }

    private func withTemporaryStudy(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("study-\(UUID())").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let training = try Self.train(in: folder, "--set", "training.epochs=1")
        training.waitUntilExit()
        try await body(folder)
    }
}
