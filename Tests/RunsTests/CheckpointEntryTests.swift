import Foundation
import JSON
import Networks
import Results
import Runs
import Studies
import Tensors
import Testing
import TestSupport
import Weights

/// Studies that start from one of several state dicts of a checkpoint.
@Suite struct CheckpointEntryTests {
    private static func plan(
        _ network: JSONValue, _ prefixes: [String], in folder: String
    ) throws -> StudyPlan {
        let graph = try #require(NetworkRegistry.make("cnn4", classes: 2, imageSize: 32))
            .graph(input: [1, 3, 32, 32])
        let tensors = prefixes.enumerated().flatMap { index, prefix in
            graph.parameters.map {
                (prefix + $0.name, $0.initializer.tensor(for: $0, seed: UInt64(index)))
            }
        }
        try Safetensors.write(tensors, to: "\(folder)/start.safetensors")
        // The contents determine the format.
        try FileManager.default.moveItem(
            atPath: "\(folder)/start.safetensors", toPath: "\(folder)/start.ckpt")
        let study: JSONValue = [
            "name": "tiny",
            "dataset": [
                "path": "phantom", "resize": 32, "crop": 32,
                "phantom": ["size": 32, "train": 40, "val": 20, "test": 20],
            ],
            "training": ["epochs": 1, "optimizer": ["kind": "sgd", "learningRate": 0.01]],
            "network": network,
        ]
        let read = try StudyFile.read(
            bytes: Array(study.pretty.utf8), file: "tiny.json", folder: folder, catalog: .all,
            currentDirectory: folder)
        return try StudyPlan(read, folder: ResultsFolder("\(folder)/results"))
    }

    private static func message(_ network: JSONValue, _ prefixes: [String]) throws -> String {
        try withTemporaryFolder { folder in
            let error = try #require(throws: StudyErrors.self) {
                try plan(network, prefixes, in: folder)
            }
            return "\(error)"
        }
    }

    private static func key(_ network: JSONValue) throws -> (key: String, notes: [String]) {
        try withTemporaryFolder { folder in
            let plan = try plan(network, ["state_dict.", "state_dict_ema."], in: folder)
            return (plan.entries[0].key, plan.notes.filter { $0.hasPrefix("start.ckpt") })
        }
    }

    @Test func theEntryIsPartOfTheKey() throws {
        let usual = try Self.key(["kind": "cnn4", "weights": "start.ckpt"])
        let null = try Self.key(["kind": "cnn4", "weights": "start.ckpt", "entry": .null])
        let average = try Self.key(
            ["kind": "cnn4", "weights": "start.ckpt", "entry": "state_dict_ema"])
        #expect(usual.key == null.key && usual.key != average.key)
        #expect(usual.notes.count == 2 && average.notes.isEmpty)
        #expect(usual.notes.contains { $0.contains("not used: 'state_dict_ema'") })
    }

    @Test func anUnknownEntryIsRefused() throws {
        let message = try Self.message(
            ["kind": "cnn4", "weights": "start.ckpt", "entry": "ema"], ["model.", "other."])
        #expect(message.contains("'ema': contains no tensors; expected one of model, other"))
    }

    @Test func severalStateDictsAreRefused() throws {
        let message = try Self.message(
            ["kind": "cnn4", "weights": "start.ckpt"], ["student.", "teacher."])
        #expect(message.contains("several state dicts that fit cnn4: 'student', 'teacher'"))
        #expect(message.contains("\"entry\" in the network of a study"))
    }

    @Test func anEntryOfNothingIsRefused() throws {
        let message = try Self.message(["kind": "cnn4", "entry": "model"], ["model."])
        #expect(message.contains("network.entry: names a part of a checkpoint, but \"weights\""))
    }
}
