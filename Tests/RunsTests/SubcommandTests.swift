import Foundation
import ProgramSupport
import Testing
import TestSupport

/// Every subcommand of `study`, as users type it.
@Suite(.serialized) struct SubcommandTests {
    private static let text = """
        {
          "name": "commands",
          "dataset": {
            "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 16, "val": 8, "test": 8 }
          },
          "training": { "epochs": 1, "batchSize": 8, "threads": 1, "optimizer": "sgd" },
          "network": "cnn4",
          "sweep": { "schedule": ["constant"], "seed": [1, 2] }
        }
        """

    private static let folder =
        NSTemporaryDirectory() + "/study-commands-\(ProcessInfo.processInfo.processIdentifier)"

    /// A folder with the study `s.json` and its results in `out`, which each case copies; it is
    /// removed at the end of the process.
    private static let trained: String? = {
        atexit { try? FileManager.default.removeItem(atPath: SubcommandTests.folder) }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            try text.write(toFile: "\(folder)/s.json", atomically: true, encoding: .utf8)
            let outcome = try StudyProgram(folder: folder).run(
                ["run", "s.json", "--output", "out", "--quiet"])
            return outcome.status == 0 ? folder : nil
        } catch { return nil }
    }()

    private typealias Case = @Sendable (StudyProgram) throws -> Void

    /// The case of each command without subcommands, by the words of the command.
    private static let cases: [String: Case] = [
        "init": SubcommandCases.initialize,
        "run": SubcommandCases.run,
        "validate": SubcommandCases.validate,
        "plan": SubcommandCases.plan,
        "status": SubcommandCases.status,
        "plot": SubcommandCases.plot,
        "report": SubcommandCases.report,
        "share": SubcommandCases.share,
        "compare": SubcommandCases.compare,
        "data import": SubcommandCases.dataImport,
        "data inspect": SubcommandCases.dataInspect,
        "data split": SubcommandCases.dataSplit,
        "data preview": SubcommandCases.dataPreview,
        "data phantom": SubcommandCases.dataPhantom,
        "data bench": SubcommandCases.dataBench,
        "networks": SubcommandCases.networks,
        "bench": SubcommandCases.bench,
        "schema": SubcommandCases.schema,
        "trial": SubcommandCases.trial,
        "weights inspect": SubcommandCases.weightsInspect,
        "weights convert": SubcommandCases.weightsConvert,
        "weights fetch": SubcommandCases.weightsFetch,
        "predict": SubcommandCases.predict,
        "evaluate": SubcommandCases.evaluate,
        "explain": SubcommandCases.explain,
        "cancel": SubcommandCases.cancel,
        "cache list": SubcommandCases.cacheList,
        "cache verify": SubcommandCases.cacheVerify,
        "cache clear": SubcommandCases.cacheClear,
        "batch prepare": SubcommandCases.batchPrepare,
        "batch train": SubcommandCases.batchTrain,
        "batch collect": SubcommandCases.batchCollect,
        "lr-find": SubcommandCases.lrFind,
        "verify": SubcommandCases.verify,
        "lock": SubcommandCases.lock,
        "serve": SubcommandCases.serve,
        "track push": SubcommandCases.trackPush,
        "track pull": SubcommandCases.trackPull,
        "register": SubcommandCases.register,
        "models list": SubcommandCases.modelsList,
        "models alias": SubcommandCases.modelsAlias,
        "models remove": SubcommandCases.modelsRemove,
        "export": SubcommandCases.export,
        "clean": SubcommandCases.clean,
    ]

    @Test func everySubcommandHasACase() throws {
        let commands = try SubcommandTree.read().all.filter { !$0.hasSubcommands }
            .map { $0.words.joined(separator: " ") }
        #expect(commands.count >= 35)
        #expect(Set(commands) == Set(Self.cases.keys), "every subcommand needs a case above")
    }

    @Test(arguments: cases.keys.sorted())
    func itRuns(_ command: String) throws {
        let trained = try #require(Self.trained, "the study could not be trained")
        let folder = try TemporaryFolder()
        let copy = "\(folder.path)/study"
        try FileManager.default.copyItem(atPath: trained, toPath: copy)
        let run = try #require(Self.cases[command])
        try run(StudyProgram(folder: copy))
    }

    /// A command that only has subcommands prints its help; an unknown subcommand is reported.
    @Test func commandsWithoutASubcommandPrintTheirHelp() throws {
        try withTemporaryFolder { folder in
            let study = StudyProgram(folder: folder)
            let groups = try SubcommandTree.read().all.filter { $0.hasSubcommands }
            #expect(groups.count > 5)
            for (words, _) in groups {
                let outcome = try study.run(words)
                #expect(outcome.status == 0, "study \(words.joined(separator: " "))")
                #expect(outcome.output.contains("SUBCOMMANDS:"))
            }
            let unknown = try study.run(["nothing"])
            #expect(unknown.status == 64 && unknown.errors.contains("'nothing'"))
        }
    }

    /// The version, and the commit from which the program was built.
    @Test func theVersionNamesTheCommit() throws {
        try withTemporaryFolder { folder in
            let outcome = try StudyProgram(folder: folder).run(["--version"])
            let pattern = /\d+\.\d+\.\d+ \(commit ([0-9a-f]{12}(-dirty)?|unknown)\)\n/
            #expect(outcome.output.wholeMatch(of: pattern) != nil, "\(outcome.output)")
        }
    }
}
