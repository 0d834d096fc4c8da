import Foundation
import Inference
import Networks
import Results
import Tensors
import TestSupport
import Testing
import Weights

/// The state dict of a network among other entries of a checkpoint.
@Suite struct StateDictTests {
    private static func graph(classes: Int = 2) throws -> Graph {
        let network = try #require(NetworkRegistry.make("cnn4", classes: classes, imageSize: 16))
        return try network.graph(input: [1, 3, 16, 16])
    }

    /// A file with the parameters under each prefix; the seeds of the prefixes are 1, 2, ...
    private static func file(
        _ folder: String, _ prefixes: [String], classes: [Int] = [],
        _ more: [(name: String, tensor: Tensor)] = []
    ) throws -> any WeightsFile {
        var tensors = more
        for (index, prefix) in prefixes.enumerated() {
            let count = classes.isEmpty ? 2 : classes[index]
            tensors += try graph(classes: count).parameters.map {
                (prefix + $0.name, $0.initializer.tensor(for: $0, seed: UInt64(index + 1)))
            }
        }
        try Safetensors.write(tensors, to: "\(folder)/w.safetensors")
        return try openWeights(path: "\(folder)/w.safetensors")
    }

    private static func weights(_ file: any WeightsFile) throws -> InitialWeights {
        try InitialWeights(file, digest: "d", for: graph(), of: "cnn4")
    }

    @Test(
        "any prefix is ignored, with a note",
        arguments: [
            "_orig_mod.", "module._orig_mod.", "net.", "backbone.", "model.module.", "a.b.c.d.e.",
            "0.",
            "state_dict.model.encoder.", "model_ema.", "Classifier (v2).", "features.", ".",
            "_forward_module.",
        ])
    func prefix(prefix: String) throws {
        try withTemporaryFolder { folder in
            let weights = try Self.weights(try Self.file(folder, [prefix]))
            #expect(try weights.tensors() == Self.graph().initialParameters(seed: 1))
            #expect(
                weights.notes == [
                    "w.safetensors: the prefix '\(prefix)' of the names of its entries is ignored"
                ])
        }
    }

    /// The prefixes, the index of the one that is chosen, and the entries of the others.
    @Test(
        "weights with the usual names are chosen, averages at last",
        arguments: [
            (["state_dict.", "state_dict_ema."], 0, ["state_dict_ema"]),
            (["ema.", "model."], 1, ["ema"]), (["", "ema_model."], 0, ["ema_model"]),
            (["model_ema.", "model.module."], 1, ["model_ema"]),
            (
                ["state_dict.model.", "state_dict.ema_model.module."], 0,
                ["state_dict.ema_model.module"]
            ),
            (["current_model_state.", "state_dict."], 1, ["current_model_state"]),
            (["swa_state.", "network.", "EMA."], 1, ["swa_state", "EMA"]),
            (["best.", "averaged_model."], 0, ["averaged_model"]),
        ] as [([String], Int, [String])])
    func choice(prefixes: [String], chosen: Int, others: [String]) throws {
        try withTemporaryFolder { folder in
            let weights = try Self.weights(try Self.file(folder, prefixes))
            let seed = UInt64(chosen + 1)
            #expect(try weights.tensors() == Self.graph().initialParameters(seed: seed))
            let note = try #require(weights.notes.first { $0.contains("also contains") })
            for other in others { #expect(note.contains("'\(other)'"), "\(note)") }
            #expect(note.contains("--entry NAME"))
            // The others can be chosen.
            let entry = try #require(others.first)
            let index = try #require(prefixes.firstIndex(of: entry + "."))
            let selected = try openWeights(path: "\(folder)/w.safetensors", entry: entry)
            #expect(
                try Self.weights(selected).tensors()
                    == Self.graph().initialParameters(seed: UInt64(index + 1)))
        }
    }

    @Test(
        "several state dicts that fit are named",
        arguments: [
            ["student.", "teacher."], ["encoder_q.", "encoder_k."], ["model.", "state_dict."],
        ])
    func ambiguity(prefixes: [String]) throws {
        try withTemporaryFolder { folder in
            let file = try Self.file(folder, prefixes)
            let error = try #require(throws: WeightsMismatch.self) { try Self.weights(file) }
            #expect(error.ambiguous.sorted() == prefixes.map { String($0.dropLast()) }.sorted())
            #expect("\(error)".contains("contains several state dicts that fit cnn4: "))
            #expect("\(error)".contains("--entry NAME"))
        }
    }

    @Test("shapes decide between networks with the same names")
    func shapes() throws {
        try withTemporaryFolder { folder in
            let other = try #require(NetworkRegistry.make("cnn4", classes: 2, imageSize: 32))
            let wide = try other.graph(input: [1, 3, 32, 32]).parameters.map {
                ("model.\($0.name)", Tensor(repeating: 0, shape: $0.shape))
            }
            let weights = try Self.weights(try Self.file(folder, ["zebra."], wide))
            #expect(weights.notes.first?.contains("the prefix 'zebra.'") == true)
            #expect(try weights.tensors() == Self.graph().initialParameters(seed: 1))
        }
    }

    @Test("a state dict with layers of another network is not chosen")
    func anotherNetwork() throws {
        try withTemporaryFolder { folder in
            let more = ("model.features.77.weight", Tensor([1], shape: [1]))
            let weights = try Self.weights(
                try Self.file(folder, ["model.", "small."], classes: [2, 10], [more]))
            #expect(weights.notes.first?.contains("the prefix 'small.'") == true)
            #expect(weights.record.leftOut == ["classifier.weight", "classifier.bias"])
        }
    }

    /// The prefix of the other layers, and the name of the last layer.
    @Test(
        "a last layer under another name is read, with a note",
        arguments: [
            ("backbone.", "fc"), ("backbone.", "head"), ("backbone.", "head.fc"), ("", "fc"),
            ("", "fc.0"), ("", "classifier.0"), ("", "head.1"), ("", "out"), ("net.", "net.linear"),
            ("state_dict.backbone.", "state_dict.head"), ("module.cnn.", "module.cnn.classifier.0"),
        ])
    func otherHead(prefix: String, head: String) throws {
        try withTemporaryFolder { folder in
            let names = ["\(prefix)classifier", "ema.classifier"]
            let path = try Self.renamed(folder, [prefix, "ema."]) { name in
                guard let stem = names.first(where: { name.hasPrefix("\($0).") }) else {
                    return name
                }
                let target = stem == names[0] ? head : "ema.other"
                return target + name.dropFirst(stem.count)
            }
            let weights = try Self.weights(try openWeights(path: path))
            #expect(weights.record.leftOut.isEmpty)
            #expect(try weights.tensors() == Self.graph().initialParameters(seed: 1))
            #expect(weights.notes.contains("w.safetensors: its last layer is '\(head)'"))
        }
    }

    @Test("several layers that could be the last are named")
    func severalHeads() throws {
        try withTemporaryFolder { folder in
            let features = try #require(try Self.graph().head.first?.shape[1])
            let more = ["sex", "age"].flatMap { name in
                [
                    ("\(name).weight", Tensor(repeating: 1, shape: [2, features])),
                    ("\(name).bias", Tensor(repeating: 1, shape: [2])),
                ]
            }
            let path = try Self.renamed(folder, ["net."], more) {
                $0.hasPrefix("net.classifier") ? "x" + $0 : $0
            }
            let weights = try Self.weights(try openWeights(path: path))
            #expect(weights.record.leftOut == ["classifier.weight", "classifier.bias"])
            #expect(weights.notes.contains { $0.contains("'sex', 'age'") }, "\(weights.notes)")
        }
    }

    /// One layer of a projection of two layers is not the last layer of a classifier.
    @Test func projectionsAreNoHeads() throws {
        try withTemporaryFolder { folder in
            let features = try #require(try Self.graph().head.first?.shape[1])
            let more = [
                ("projector.0.weight", Tensor(repeating: 1, shape: [8, features])),
                ("projector.0.bias", Tensor(repeating: 1, shape: [8])),
                ("projector.2.weight", Tensor(repeating: 1, shape: [4, 8])),
                ("projector.2.bias", Tensor(repeating: 1, shape: [4])),
            ]
            let path = try Self.renamed(folder, ["net."], more) {
                $0.hasPrefix("net.classifier") ? "unused." + $0.suffix(4) : $0
            }
            let weights = try Self.weights(try openWeights(path: path))
            #expect(weights.record.leftOut == ["classifier.weight", "classifier.bias"])
            #expect(weights.notes.contains { $0.contains("does not contain the head; ") })
        }
    }

    /// A copy of a file of parameters with other names.
    private static func renamed(
        _ folder: String, _ prefixes: [String], _ more: [(name: String, tensor: Tensor)] = [],
        _ name: (String) -> String
    ) throws -> String {
        let file = try file(folder, prefixes, more)
        let tensors = try file.names.map { (name($0), try file.tensor(named: $0)) }
        try FileManager.default.createDirectory(
            atPath: "\(folder)/renamed", withIntermediateDirectories: true)
        let path = "\(folder)/renamed/w.safetensors"
        try Safetensors.write(tensors, to: path)
        return path
    }

    @Test("the state dict with the right number of classes is chosen")
    func classes() throws {
        try withTemporaryFolder { folder in
            let weights = try Self.weights(
                try Self.file(folder, ["model.", "tuned."], classes: [10, 2]))
            #expect(weights.record.leftOut.isEmpty)
            #expect(try weights.tensors() == Self.graph().initialParameters(seed: 2))
        }
    }

    @Test("a file of an unknown entry is refused with the entries that it has")
    func unknownEntry() throws {
        try withTemporaryFolder { folder in
            _ = try Self.file(folder, ["a.", "b."])
            let error = try #require(throws: WeightsError.self) {
                try openWeights(path: "\(folder)/w.safetensors", entry: "c")
            }
            #expect("\(error)".hasSuffix("'c': contains no tensors; expected one of a, b"))
        }
    }

    /// The parameters alone, under their names, as an export contains them.
    @Test func checkpointOfTheNetwork() throws {
        try withTemporaryFolder { folder in
            let weights = try Self.weights(
                try Self.file(folder, ["net."], [("optimizer.step", Tensor([3], shape: [1]))]))
            #expect(Set(weights.checkpoint.names) == Set(try Self.graph().parameters.map(\.name)))
            let path = "\(folder)/export.safetensors"
            try Safetensors.convert(weights.checkpoint, to: path)
            let again = try Self.weights(try openWeights(path: path))
            #expect(again.notes.isEmpty)
            #expect(try again.tensors() == weights.tensors())
        }
    }
}
