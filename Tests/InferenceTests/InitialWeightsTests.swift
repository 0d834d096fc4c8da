import Files
import Foundation
import Inference
import JSON
import Networks
import Results
import Studies
import Tensors
import Testing
import TestSupport
import Vocabulary
import Weights

/// Checkpoints compared with the parameters of a network.
@Suite struct InitialWeightsTests {
    private static func graph(classes: Int = 2) throws -> Graph {
        let network = try #require(NetworkRegistry.make("cnn4", classes: classes, imageSize: 16))
        return try network.graph(input: [1, 3, 16, 16])
    }

    private static func file(
        _ folder: String, seed: UInt64 = 7, classes: Int = 2,
        _ change: (inout [(name: String, tensor: Tensor)]) -> Void = { _ in }
    ) throws -> any WeightsFile {
        var tensors = try graph(classes: classes).parameters.map {
            (name: $0.name, tensor: $0.initializer.tensor(for: $0, seed: seed))
        }
        change(&tensors)
        try Safetensors.write(tensors, to: "\(folder)/w.safetensors")
        return try openWeights(path: "\(folder)/w.safetensors")
    }

    private static func weights(_ file: any WeightsFile) throws -> InitialWeights {
        try InitialWeights(file, digest: "d", for: graph(), of: "cnn4")
    }

    @Test func everyParameterIsRead() throws {
        try withTemporaryFolder { folder in
            let weights = try Self.weights(try Self.file(folder))
            #expect(try weights.tensors() == Self.graph().initialParameters(seed: 7))
            #expect(weights.notes.isEmpty)
            #expect(weights.record.file == "w.safetensors")
            #expect(weights.record.sha256 == "d")
        }
    }

    @Test func allThatIsMissingOrOfAnotherShapeIsListed() throws {
        try withTemporaryFolder { folder in
            let file = try Self.file(folder) {
                $0.removeAll { $0.name == "features.0.weight" || $0.name == "features.2.bias" }
                $0[0].tensor = Tensor(repeating: 1, shape: [5])
            }
            let error = try #require(throws: WeightsMismatch.self) { try Self.weights(file) }
            #expect(error.missing == ["features.0.weight", "features.2.bias"])
            #expect(
                "\(error)" == """
                    \(folder)/w.safetensors: does not fit cnn4: 2 missing: features.0.weight, features.2.bias; \
                    1 with a different shape: features.0.bias (expected [32]; got [5]); \
                    'study weights inspect' lists its contents
                    """)
        }
    }

    @Test func longListsAreShortened() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/w.safetensors"
            try Safetensors.write([("x", Tensor([1], shape: [1]))], to: path)
            let network = try #require(NetworkRegistry.make("vgg11", classes: 2, imageSize: 64))
            let graph = try network.graph(input: [1, 3, 64, 64])
            let error = try #require(throws: WeightsMismatch.self) {
                try InitialWeights(openWeights(path: path), digest: "", for: graph, of: "vgg11")
            }
            #expect("\(error)".contains("22 missing: features.0.weight, "))
            #expect("\(error)".contains(" and 12 more; "))
        }
    }

    @Test func anotherNumberOfClassesLeavesTheLastLayerOut() throws {
        try withTemporaryFolder { folder in
            let weights = try Self.weights(try Self.file(folder, classes: 10))
            let head = ["classifier.weight", "classifier.bias"]
            #expect(weights.record.leftOut == head)
            #expect(
                weights.notes == [
                    "w.safetensors: has a different number of classes, so classifier.weight, classifier.bias "
                        + "are not loaded"
                ])
            let expected = try Self.graph().initialParameters(seed: 7)
            #expect(try weights.tensors() == expected.filter { !head.contains($0.key) })
        }
    }

    /// A different number of inputs of the last layer does not mean a different number of classes.
    @Test func anotherWidthOfTheLastLayerIsAnError() throws {
        try withTemporaryFolder { folder in
            let file = try Self.file(folder) {
                $0[$0.count - 2].tensor = Tensor(repeating: 0, shape: [10, 7])
            }
            let error = try #require(throws: WeightsMismatch.self) { try Self.weights(file) }
            #expect(error.differing.map(\.name) == ["classifier.weight"])
        }
    }

    @Test(arguments: ["module.", "state_dict.", "model_state_dict.module."])
    func wrappingNamesAreLeftOff(_ prefix: String) throws {
        try withTemporaryFolder { folder in
            let file = try Self.file(folder) { tensors in
                for index in tensors.indices { tensors[index].name = prefix + tensors[index].name }
                tensors.append(("optimizer.step", Tensor([3], shape: [1])))
            }
            let weights = try Self.weights(file)
            #expect(try weights.tensors() == Self.graph().initialParameters(seed: 7))
            #expect(
                weights.notes == [
                    "w.safetensors: the prefix '\(prefix)' of the names of its entries is ignored",
                    "w.safetensors: 1 entries do not belong to cnn4 and are ignored: optimizer.step",
                ])
        }
    }

    @Test(
        "entries in the modules of the network that are no parameters of it are refused",
        arguments: ["", "module."])
    func anotherNetwork(prefix: String) throws {
        try withTemporaryFolder { folder in
            let file = try Self.file(folder) { tensors in
                for index in tensors.indices { tensors[index].name = prefix + tensors[index].name }
                for name in ["weight", "bias", "num_batches_tracked"] {
                    tensors.append(("\(prefix)features.99.\(name)", Tensor([3], shape: [1])))
                }
            }
            let error = try #require(throws: WeightsMismatch.self) { try Self.weights(file) }
            #expect(error.strangers.count == 2)
            #expect(
                "\(error)".contains(
                    "does not fit cnn4: it has 2 more entries in features, so it is of another "
                        + "network; "))
        }
    }

    @Test func aFileWithoutTensors() throws {
        try withTemporaryFolder { folder in
            let file = try Self.file(folder) { $0 = [] }
            let error = try #require(throws: WeightsMismatch.self) { try Self.weights(file) }
            #expect("\(error)".contains("does not fit cnn4: it contains no tensors; "))
        }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func valuesThatAreNotFiniteAreRefused(value: Float) throws {
        try withTemporaryFolder { folder in
            let file = try Self.file(folder) { tensors in
                for index in [1, 3] {
                    var values = tensors[index].tensor.values
                    values[values.count / 2] = value
                    tensors[index].tensor = Tensor(values, shape: tensors[index].tensor.shape)
                }
            }
            let weights = try Self.weights(file)
            let error = try #require(throws: UnusableValues.self) { try weights.tensors() }
            let names = try Self.graph().parameters.map(\.name)
            #expect(error.count == 2 && [names[1], names[3]].contains(error.first))
            #expect("\(error)".contains("\(error.first) contains NaN or infinity; 2 entries have"))
        }
    }

    @Test func oldNamesOfDenseNetsAreRead() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/w.safetensors"
            let tensor = Tensor([1, 2], shape: [2])
            let old = "module.features.denseblock1.denselayer1.norm.1.weight"
            try Safetensors.write([(old, tensor)], to: path)
            let new = "features.denseblock1.denselayer1.norm1.weight"
            let parameter = Parameter(new, shape: [2], initializer: .constant(0))
            let named = NamedEntries(try openWeights(path: path), for: [parameter])
            #expect(named.entries[new]?.name == old)
            #expect(named.prefix == "module.")
        }
    }
}
