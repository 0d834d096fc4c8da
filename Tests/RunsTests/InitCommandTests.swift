import Foundation
import JSON
import ProgramSupport
import Testing
import TestSupport

/// `study init`, as people type it.
@Suite(.serialized) struct InitCommandTests {
    private func withSet(_ body: (StudyProgram, DrawnSet) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let set = DrawnSet(root: "\(folder)/data/scans")
            try set.write("train", ["COVID": 30, "NORMAL": 30])
            try body(StudyProgram(folder: folder), set)
        }
    }

    private func text(_ study: StudyProgram, _ file: String) throws -> String {
        try String(contentsOfFile: "\(study.folder)/\(file)", encoding: .utf8)
    }

    @Test func aStudyIsWrittenAndValid() throws {
        try withSet { study, _ in
            let outcome = try study.run(
                [
                    "init", "data/scans", "--positive-class", "COVID", "--schedules",
                    "constant,step", "--seeds", "2", "--epochs", "6",
                ])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(
                try text(study, "scans.json") == """
                    {
                      "name": "scans",
                      "question": "Which learning-rate schedule (constant and step) is best on the images of scans?",
                      "dataset": {
                        "path": "data/scans",
                        "resize": 16,
                        "crop": 16,
                        "split": { "kind": "grouped", "validation": 0.2, "test": 0.2 },
                        "positiveClass": "COVID"
                      },
                      "training": {
                        "epochs": 6,
                        "batchSize": 8,
                        "optimizer": { "kind": "adam", "learningRate": 0.001 }
                      },
                      "sweep": {
                        "network": ["cnn4"],
                        "schedule": ["constant", { "kind": "step", "every": 2 }],
                        "seed": [1, 2]
                      }
                    }

                    """)
            for line in [
                "dataset.positiveClass: COVID, as given", "written: scans.json, 4 trials",
                "next: study run scans.json",
            ] { #expect(outcome.output.contains(line), "\(outcome.output)") }
            let validated = try study.run(["validate", "scans.json"])
            #expect(validated.status == 0, "\(validated.errors)")
        }
    }

    @Test func thePositiveClassIsNeeded() throws {
        try withSet { study, _ in
            let outcome = try study.run(["init", "data/scans"])
            #expect(outcome.status == 64)
            #expect(
                outcome.errors.contains("--positive-class 'COVID' or --positive-class 'NORMAL'"))
            #expect(!study.has("scans.json"))
        }
    }

    @Test func theFileAndItsFolderAreChecked() throws {
        try withSet { study, _ in
            func run(_ options: String...) throws -> StudyProgram.Outcome {
                try study.run(["init", "data/scans", "--positive-class", "COVID"] + options)
            }
            let missing = try run("--output", "none/s.json")
            #expect(missing.status == 1 && missing.errors.contains("no such folder"))
            let forbidden = try run("--output", "/proc/s.json")
            #expect(forbidden.status == 1 && forbidden.errors.contains("/proc"))
            try "mine".write(
                toFile: "\(study.folder)/scans.json", atomically: true, encoding: .utf8)
            let existing = try run()
            #expect(existing.status == 1 && existing.errors.contains("--force"))
            #expect(try text(study, "scans.json") == "mine")
            #expect(try run("--force").status == 0)
            #expect(try text(study, "scans.json") != "mine")
            for (option, value) in [
                ("--name", "a b"), ("--seeds", "0"), ("--epochs", "0"), ("--networks", "cnn5"),
                ("--schedules", ","),
            ] {
                let outcome = try run(option, value, "--force")
                #expect(outcome.status == 64, "\(option)")
            }
        }
    }

    @Test func theSchemaIsNamedWhereItIs() throws {
        try withSet { study, _ in
            let words = ["init", "data/scans", "--positive-class", "COVID", "--force"]
            #expect(try study.run(words + ["--schema"]).status == 0)
            #expect(study.has("study.schema.json"))
            let schema = #""$schema": "study.schema.json""#
            #expect(try text(study, "scans.json").contains(schema))
            #expect(try study.run(words).status == 0)
            #expect(try text(study, "scans.json").contains(schema))
            #expect(try study.run(words + ["--output", "data/s.json"]).status == 0)
            let inner = try text(study, "data/s.json")
            #expect(inner.contains(#""$schema": "../study.schema.json""#))
            #expect(inner.contains(#""path": "scans""#) && inner.contains(#""name": "s""#))
        }
    }

    @Test func aSyntheticStudyNeedsNoData() throws {
        try withTemporaryFolder { folder in
            let study = StudyProgram(folder: folder)
            let outcome = try study.run(["init", "--synthetic", "--yes"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try text(study, "synthetic-xrays.json").contains(#""phantom": {"#))
            #expect(!study.has("synthetic-xrays"))
        }
    }

    // MARK: - On a terminal

    private func start(
        _ study: StudyProgram, _ terminal: PseudoTerminal, _ words: [String]
    ) throws -> Process {
        let process = Process()
        process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent()
            .appendingPathComponent("study")
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: study.folder)
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["XDG_CACHE_HOME": "\(study.folder)/.cache", "TERM": "dumb"]) { $1 }
        process.standardInput = terminal.slave
        process.standardError = terminal.slave
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Types each answer as soon as its question is on the screen, and waits for the end.
    private func answer(
        _ process: Process, _ terminal: PseudoTerminal,
        _ answers: [(question: String, text: String)]
    ) {
        let end = ContinuousClock.now + .seconds(120)
        var rest = answers[...]
        while process.isRunning {
            if ContinuousClock.now > end { kill(process.processIdentifier, SIGKILL) }
            terminal.read()
            if let next = rest.first, terminal.raw.contains(next.question) {
                rest.removeFirst()
                terminal.type(next.text)
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
        terminal.read()
    }

    @Test func questionsAreAskedOnATerminal() throws {
        try withSet { study, _ in
            let terminal = try PseudoTerminal(rows: 40, columns: 200)
            let process = try start(study, terminal, ["init"])
            answer(
                process, terminal,
                [
                    ("Data folder", "data/none\n"), ("no such folder", "data/scans\n"),
                    ("Name of the study", "\n"), ("Positive class", "COVID\n"),
                    ("Networks", "\n"), ("Epochs", "2\n"), ("schedules", "\n"), ("Seeds", "1\n"),
                ])
            #expect(process.terminationStatus == 0, "\(terminal.raw)")
            let json = try JSONDocument(text: text(study, "scans.json"), file: "scans.json").value
            #expect(json["dataset"]?["positiveClass"] == "COVID")
            #expect(json["training"]?["epochs"] == 2)
        }
    }

    /// Control-D.
    @Test func theEndOfTheInputWritesNothing() throws {
        try withSet { study, _ in
            let terminal = try PseudoTerminal(rows: 40, columns: 200)
            let process = try start(study, terminal, ["init", "data/scans"])
            answer(process, terminal, [("Name of the study", "\u{4}")])
            #expect(process.terminationStatus == 1)
            #expect(terminal.raw.contains("nothing is written"))
            #expect(!study.has("scans.json"))
        }
    }
}
