import Files
import Foundation
import JSON
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Results that a version with the old names of settings wrote.
@Suite(.serialized) struct EarlierNamesTests {
    private static let ids = ["cnn4-cosine-s1", "cnn4-step-s1"]

    private static func study(_ folder: String) -> PhantomStudy {
        var study = PhantomStudy(
            folder,
            network: """
                { "kind": "cnn4", "channels": 8, "train": { "from": "features.5" },
                  "unfreezeEpoch": 1, "featurePrecision": "float16" }
                """,
            sweep: """
                { "schedule": [{ "kind": "cosine", "interval": "step",
                                 "warmup": { "epochs": 0.5, "startFactor": 0.2 } },
                               { "kind": "step", "warmup": { "epochs": 1 } }], "seed": [1] }
                """)
        study.pruning = #"{ "kind": "successiveHalving", "minEpochs": 1, "reductionFactor": 4 }"#
        study.dataset = #""augment": [{ "kind": "noise", "std": 0.02 }]"#
        return study
    }

    private static let names = [
        "monitor": "select", "interval": "per", "unfreezeEpoch": "unfreezeAt",
        "featurePrecision": "features", "minEpochs": "first", "reductionFactor": "factor",
        "std": "deviation",
    ]

    /// The settings as earlier versions wrote them.
    private static func old(_ json: JSONValue) -> JSONValue {
        if let elements = json.elements { return .array(elements.map(old)) }
        guard let members = json.members else { return json }
        return .object(
            members.flatMap { member -> [JSONValue.Member] in
                if member.key == "warmup" {
                    return [
                        .init("warmup", member.value["epochs"] ?? .null),
                        .init("warmupFrom", member.value["startFactor"] ?? .null),
                    ]
                }
                return [.init(names[member.key] ?? member.key, old(member.value))]
            })
    }

    /// Writes the records and the lock as earlier versions did.
    private static func age(_ results: ResultsFolder) throws {
        func rewrite(_ path: String, _ keys: [String]) throws {
            var json = try JSONDocument(
                bytes: [UInt8](Data(contentsOf: URL(fileURLWithPath: path))), file: path
            ).value
            for key in keys { json[key] = json[key].map(old) }
            try AtomicFile.write(json.pretty, to: path)
        }
        var lock = try results.readLock()
        for index in lock.trials.indices {
            let trial = results.trial(lock.trials[index].id)
            try rewrite(trial.recordPath, ["settings", "pruned"])
            lock.trials[index].record = try trial.digest("trial.json")
        }
        try results.write(lock)
        try rewrite(results.lockPath, ["study"])
    }

    /// The trials are done, their files are as the lock says, and nothing is trained again.
    @Test func areDone() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let before = try study.run()
            let results = ResultsFolder("\(folder)/results")
            #expect(before.trials.map(\.entry.id) == Self.ids)
            try Self.age(results)
            let record = results.trial(Self.ids[0]).recordPath
            let text = try String(contentsOfFile: record, encoding: .utf8)
            #expect(text.contains("\"per\": \"step\"") && text.contains("\"warmup\": 0.5"))
            #expect(text.contains("\"warmupFrom\": 0.2") && text.contains("\"unfreezeAt\": 1"))

            #expect(try study.plan().entries.map(\.state) == [.done, .done])
            #expect(try FolderCheck(results, results.readLock()).mismatches.isEmpty)
            let read = try StudyResults(results)
            for (old, new) in zip(before.trials, read.trials) {
                #expect(
                    old.record.settings.json.canonical == new.record.settings.json.canonical)
                #expect(old.record.key == new.record.key)
            }
            #expect(read.lock.study.canonical == before.lock.study.canonical)

            let executor = InProcess(store: study.store)
            let after = try study.run("results", executor)
            #expect(executor.trained.isEmpty)
            #expect(after.lock.study == before.lock.study)
            // A finished trial's record is never written again.
            #expect(try String(contentsOfFile: record, encoding: .utf8) == text)
            #expect(try FolderCheck(results, results.readLock()).mismatches.isEmpty)
        }
    }

    /// A changed setting is reported under its new name, and the result of then is kept.
    @Test func areReplacedAsAnyOther() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            try study.run()
            let results = ResultsFolder("\(folder)/results")
            try Self.age(results)
            let files = try results.trial(Self.ids[1]).digests()
            study.sweep = study.sweep.replacing(#""epochs": 1 }"#, with: #""epochs": 0.5 }"#)
            let state = try study.plan().entries[1].state
            #expect(state.text.hasPrefix("stale: schedule.warmup.epochs: 1 -> 0.5"), "\(state)")
            let executor = InProcess(store: study.store)
            try study.run("results", executor)
            // Once for each stage of the pruning.
            #expect(Set(executor.trained) == [Self.ids[1]])
            let name = try #require(results.replacedNames.first)
            #expect(
                try TrialFolder("\(results.replacedPath)/\(name)", id: Self.ids[1]).digests()
                    == files)
        }
    }
}
