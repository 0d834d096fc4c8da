import Foundation
import JSON
import Results
import Synchronization
import Testing
import TestSupport

/// `study run` and `study status` on a pseudo-terminal, in separate processes.
@Suite(.serialized) struct LiveDisplayTests {
    private static let text = """
        {
          "name": "live",
          "dataset": {
            "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 200, "val": 40, "test": 40 }
          },
          "training": {
            "epochs": EPOCHS, "batchSize": 16, "optimizer": { "kind": "adam", "learningRate": 0.001 }
          },
          "sweep": {
            "network": [{ "kind": "cnn4", "channels": 8 }],
            "schedule": ["constant", { "kind": "cosine", "interval": "step" }, "exponential"],
            "seed": [1, 2]
          }
        }
        """

    private struct Place {
        let folder: String
        var results: String { "\(folder)/results" }

        init(_ folder: String, epochs: Int) throws {
            self.folder = folder
            try LiveDisplayTests.text.replacing("EPOCHS", with: "\(epochs)").write(
                toFile: "\(folder)/live.json", atomically: true, encoding: .utf8)
        }

        /// - Parameter errors: where standard error goes.
        func start(
            _ arguments: [String], output: Any? = nil, errors: Any?,
            environment: [String: String] = [:]
        ) throws -> Process {
            let process = Process()
            process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent()
                .appendingPathComponent("study")
            process.arguments = arguments
            var all = ProcessInfo.processInfo.environment
            all["NO_COLOR"] = nil
            all.merge(["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]) { $1 }
            process.environment = all.merging(environment) { $1 }
            process.standardOutput = output ?? FileHandle.nullDevice
            process.standardError = errors ?? FileHandle.nullDevice
            try process.run()
            return process
        }

        func run(
            _ more: [String] = [], errors: Any?, environment: [String: String] = [:]
        ) throws -> Process {
            try start(
                ["run", "\(folder)/live.json", "--output", results, "--cache", "\(folder)/cache"]
                    + more, errors: errors, environment: environment)
        }
    }

    /// Until the process has ended, with each screen in between.
    private func follow(
        _ process: Process, _ terminal: PseudoTerminal, _ look: (Screen) -> Void = { _ in }
    ) {
        let end = ContinuousClock.now + .seconds(120)
        while process.isRunning {
            if ContinuousClock.now > end { kill(process.processIdentifier, SIGKILL) }
            terminal.read()
            look(terminal.screen)
            Thread.sleep(forTimeInterval: 0.02)
        }
        terminal.read()
    }

    @Test(arguments: [(24, 80), (10, 40)])
    func aTableShowsTheRunningTrials(_ size: (Int, Int)) throws {
        try withTemporaryFolder { folder in
            let place = try Place(folder, epochs: 3)
            let terminal = try PseudoTerminal(rows: size.0, columns: size.1)
            let process = try place.run(errors: terminal.slave)
            var states: Set<String> = []
            follow(process, terminal) { screen in
                for line in screen.text where line.hasPrefix("cnn4-") {
                    states.formUnion(line.split(separator: " ").map(String.init))
                }
            }
            #expect(process.terminationStatus == 0)
            // The table is drawn five times a second, which may miss single epochs of one trial.
            #expect(states.isSuperset(of: ["waiting", "running", "done", "3/3"]), "\(states)")
            #expect(!states.isDisjoint(with: ["0/3", "1/3", "2/3"]), "\(states)")
            let screen = terminal.screen
            #expect(screen.unknown == [])
            // The table is on the screen once, with the report's path below it, and the cursor is
            // at the start of an empty line.
            let all = screen.scrolled + screen.text
            #expect(all.count { $0.hasPrefix("trial ") } == 1, "\(all)")
            #expect(all.contains { $0.hasPrefix(" 100% ") }, "\(all)")
            #expect(all.contains { $0.hasPrefix("report: ") }, "\(all)")
            #expect(screen.column == 0 && screen.text[screen.row].isEmpty)
            if size.1 == 80 { #expect(all.count { $0.hasPrefix("cnn4-") } == 6, "\(all)") }
            #expect(terminal.raw.contains("\u{1B}[32m"))
            #expect(!FileManager.default.fileExists(atPath: "\(place.results)/progress.json"))
        }
    }

    @Test func withoutColorsAndBlocks() throws {
        try withTemporaryFolder { folder in
            let place = try Place(folder, epochs: 1)
            let terminal = try PseudoTerminal(rows: 24, columns: 80)
            let process = try place.run(
                errors: terminal.slave, environment: ["NO_COLOR": "1", "LC_ALL": "C"])
            follow(process, terminal)
            #expect(!terminal.raw.contains(/\u{1B}\[[0-9;]*m/))
            #expect(terminal.raw.allSatisfy { $0.isASCII })
            #expect(terminal.raw.contains("###"))
        }
    }

    /// A pipe gets a line for every epoch, and so does a terminal that cannot redraw; `--quiet`
    /// prints nothing.
    @Test(arguments: ["pipe", "dumb", "quiet"]) func plainly(_ kind: String) throws {
        try withTemporaryFolder { folder in
            let place = try Place(folder, epochs: 2)
            let terminal = try PseudoTerminal(rows: 24, columns: 200)
            let file = "\(folder)/errors"
            #expect(FileManager.default.createFile(atPath: file, contents: nil))
            let errors =
                kind == "pipe" ? FileHandle(forWritingAtPath: file) : terminal.slave
            let process = try place.run(
                kind == "quiet" ? ["--quiet"] : [], errors: errors,
                environment: kind == "dumb" ? ["TERM": "dumb"] : [:])
            follow(process, terminal)
            #expect(process.terminationStatus == 0)
            let text =
                kind == "pipe" ? try String(contentsOfFile: file, encoding: .utf8) : terminal.raw
            #expect(!text.contains("\u{1B}"))
            let epochs = text.matches(of: /cnn4-[a-z]+-s[12]: epoch [12]\/2, training loss/)
            #expect(epochs.count == (kind == "quiet" ? 0 : 12), "\(text)")
            if kind == "quiet" { #expect(text == "") }
        }
    }

    /// The lines fit after each change of the terminal's size, and an interrupted run leaves the
    /// terminal in order.
    @Test func resizedAndInterrupted() throws {
        try withTemporaryFolder { folder in
            let place = try Place(folder, epochs: 500)
            let terminal = try PseudoTerminal(rows: 24, columns: 80)
            let process = try place.run(errors: terminal.slave)
            var (looks, sizes) = (0, [(8, 30), (30, 120), (5, 50), (24, 80)])
            follow(process, terminal) { screen in
                guard screen.text.contains(where: { $0.contains(" running") }) else { return }
                looks += 1
                guard looks % 30 == 0 else { return }
                if !sizes.isEmpty {
                    let size = sizes.removeFirst()
                    terminal.resize(rows: size.0, columns: size.1)
                } else if looks == 150 {
                    process.interrupt()
                }
            }
            #expect(process.terminationStatus == 130)
            let screen = terminal.screen
            #expect(screen.unknown == [])
            #expect(screen.column == 0 && screen.text[screen.row].isEmpty)
            #expect(screen.text.contains { $0.hasPrefix("interrupted;") }, "\(screen.text)")
            // No line is on the last screen twice.
            let rows = screen.text.filter { $0.hasPrefix("cnn4-constant-s1 ") }
            #expect(rows.count == 1, "\(screen.text)")
            let status = try StudyStatus(ResultsFolder(place.results))
            #expect(!status.isRunning && !status.hasDied)
            #expect(status.trials[0].state == .interrupted)
        }
    }

    @Test func anotherTerminalShowsARunAndItsDeath() throws {
        try withTemporaryFolder { folder in
            let place = try Place(folder, epochs: 500)
            let process = try place.run(["--quiet"], errors: nil)
            let terminal = try PseudoTerminal(rows: 10, columns: 60)
            let results = ResultsFolder(place.results)
            func status() -> StudyStatus? { try? StudyStatus(results) }
            while process.isRunning,
                status()?.trials.contains(where: { $0.state == .running && $0.epoch > 1 }) != true
            { Thread.sleep(forTimeInterval: 0.1) }
            let running = try #require(status())
            #expect(running.isRunning && !running.hasDied)
            let fraction = try #require(running.fraction)
            #expect(fraction > 0)
            #expect(running.trials.count { $0.state == .waiting } == 5)
            #expect(running.trials[0].imagesPerSecond ?? 0 > 0)

            let watch = try place.start(
                ["status", place.results, "--watch"], output: terminal.slave, errors: nil)
            var hasSeen = false
            var hasKilled = false
            follow(watch, terminal) { screen in
                hasSeen = hasSeen || screen.text.contains { $0.contains(/running +[1-9]\d*\/500/) }
                if hasSeen, !hasKilled {
                    kill(process.processIdentifier, SIGKILL)
                    process.waitUntilExit()
                    hasKilled = true
                }
            }
            #expect(watch.terminationStatus == 0)
            #expect(terminal.screen.text.contains { $0.contains("the run has died") })
            #expect(terminal.screen.text.contains { $0.contains("interrupted") })
            let dead = try #require(status())
            #expect(!dead.isRunning && dead.hasDied)
            #expect(dead.trials[0].state != .running)
        }
    }
}
