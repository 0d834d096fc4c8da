import Foundation
import Inference
import Networks
import Results
import Tensors
import TestSupport
import Testing
import Vocabulary
import Weights

/// The names of other programs for our networks. `Tools/torch/foreign_names.py` has written them,
/// with torchvision's names.
@Suite struct ForeignNamesTests {
    /// A parameter: its foreign name, torchvision's name and the foreign shape.
    private struct Line {
        let foreign: String
        let name: String
        let shape: [Int]

        static func all(_ file: String) throws -> [Line] {
            let path = "\(Golden.folder)/names/\(file).txt"
            return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
                let words = $0.split(separator: " ").map(String.init)
                return Line(
                    foreign: words[0], name: words[1], shape: words[2...].compactMap { Int($0) })
            }
        }
    }

    /// A safetensors file with a header of these names and shapes. The data is a hole, so that even
    /// large networks need no space.
    private static func file(
        _ folder: String, _ lines: [Line], prefix: String = ""
    ) throws -> any WeightsFile {
        var offset = 0
        let members = lines.map { line in
            let end = offset + line.shape.reduce(1, *) * 4
            defer { offset = end }
            return "\"\(prefix)\(line.foreign)\":{\"dtype\":\"F32\",\"shape\":\(line.shape),"
                + "\"data_offsets\":[\(offset),\(end)]}"
        }
        let header = "{\(members.joined(separator: ","))}"
        let start = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        let path = "\(folder)/model.safetensors"
        try (start + Data(header.utf8)).write(to: URL(fileURLWithPath: path))
        try #require(truncate(path, off_t(8 + header.utf8.count + offset)) == 0)
        return try openWeights(path: path)
    }

    private static func graph(_ kind: String, size: Int = 224, head: any Head = TorchvisionHead())
        throws -> Graph
    {
        let description = try #require(NetworkRegistry.descriptions.first { $0.kind == kind })
        let request = NetworkRequest(
            classes: 2, imageSize: size, values: .init(description.settings), head: head)
        let network = try #require(NetworkRegistry.make(kind, request))
        return try network.graph(input: [1, 3, size, size])
    }

    @Test(
        "every parameter is found under its foreign name, with and without a prefix",
        arguments: [
            ("timm-vgg11", ParameterNaming.timm), ("timm-vgg16", .timm),
            ("timm-resnet50", .torchvision), ("timm-densenet121", .torchvision),
            ("transformers-resnet18", .transformers), ("transformers-resnet34", .transformers),
            ("transformers-resnet50", .transformers),
        ], ["", "model.", "state_dict.net."])
    func complete(source: (name: String, naming: ParameterNaming), prefix: String) throws {
        let kind = String(source.name.split(separator: "-")[1])
        let graph = try Self.graph(kind)
        let lines = try Line.all(source.name)
        #expect(Set(lines.map(\.name)) == Set(graph.parameters.map(\.name)))
        try withTemporaryFolder { folder in
            let file = try Self.file(folder, lines, prefix: prefix)
            let named = NamedEntries(file, for: graph.parameters, head: graph.head)
            #expect(named.naming == source.naming && named.prefix == prefix)
            #expect(named.others.isEmpty)
            for line in lines {
                let entry = named.entries[line.name]
                #expect(entry?.name == prefix + line.foreign, "\(line.name)")
                let parameter = graph.parameters.first { $0.name == line.name }
                #expect(entry?.shape == parameter?.shape, "\(line.name)")
            }
            let weights = try InitialWeights(file, digest: "", for: graph, of: kind)
            #expect(weights.record.leftOut.isEmpty)
            let notes = [!prefix.isEmpty, source.naming != .torchvision].count { $0 }
            #expect(weights.notes.count == notes, "\(weights.notes)")
        }
    }

    @Test(
        "a backbone without its head is read",
        arguments: ["fastai-resnet18", "transformers-resnet18"])
    func backbone(name: String) throws {
        let graph = try Self.graph("resnet18")
        let lines = try Line.all(name).filter { !$0.name.hasPrefix("fc.") }
        try withTemporaryFolder { folder in
            let weights = try InitialWeights(
                Self.file(folder, lines), digest: "", for: graph, of: "resnet18")
            #expect(weights.record.leftOut == ["fc.weight", "fc.bias"])
            let note = "does not contain the head; fc.weight, fc.bias have random initial values"
            #expect(weights.notes.contains("model.safetensors: \(note)"))
            let values = try weights.tensors()
            #expect(values.count == graph.parameters.count - 2)
        }
    }

    @Test func numberedLayersOfVGG() throws {
        let graph = try Self.graph("vgg11", size: 64, head: LinearHead(.init(LinearHead.settings)))
        let lines = try Line.all("fastai-vgg11")
        try withTemporaryFolder { folder in
            let file = try Self.file(folder, lines)
            let weights = try InitialWeights(
                file, digest: "", for: graph, of: "vgg11", hasOwnHead: false)
            #expect(weights.record.leftOut == graph.head.map(\.name))
            #expect(weights.notes.contains { $0.contains("the prefix '0.'") })
            #expect(weights.notes.contains { $0.contains("those of torch.nn.Sequential") })
            #expect(weights.notes.contains { $0.contains("6 entries do not belong to vgg11") })
        }
    }

    /// The lines with torchvision's names after a prefix.
    private static func torchvision(_ file: String, prefix: String = "") throws -> [Line] {
        try Line.all(file).map {
            Line(foreign: prefix + $0.name, name: $0.name, shape: $0.shape)
        }
    }

    @Test(
        "the weights of a larger network are refused, whatever their names",
        arguments: [true, false])
    func largerNetworks(isForeign: Bool) throws {
        let name = "transformers-resnet34"
        let lines = try isForeign ? Line.all(name) : Self.torchvision(name)
        let graph = try Self.graph("resnet18")
        try withTemporaryFolder { folder in
            let file = try Self.file(folder, lines)
            let error = try #require(throws: WeightsMismatch.self) {
                try InitialWeights(file, digest: "", for: graph, of: "resnet18")
            }
            #expect(error.strangers.count == 80)
            #expect("\(error)".contains("so it is of another network"), "\(error)")
        }
    }

    @Test func oneOfTwoNetworksFits() throws {
        let graph = try Self.graph("resnet18")
        let lines =
            try Self.torchvision("transformers-resnet34", prefix: "generator.")
            + Self.torchvision("transformers-resnet18", prefix: "discriminator.")
        try withTemporaryFolder { folder in
            let weights = try InitialWeights(
                Self.file(folder, lines), digest: "", for: graph, of: "resnet18")
            #expect(weights.notes.first?.contains("the prefix 'discriminator.'") == true)
            #expect(weights.notes.count == 2)
        }
    }

    @Test func countersOfOldDenseNetsAreNoOtherEntries() throws {
        let graph = try Self.graph("densenet121")
        let lines = try Line.all("timm-densenet121").map { line in
            var old = line.foreign
            for layer in ["norm1", "norm2", "conv1", "conv2"] where old.contains("denselayer") {
                old = old.replacingOccurrences(
                    of: ".\(layer).", with: ".\(layer.dropLast()).\(layer.suffix(1)).")
            }
            return Line(foreign: old, name: line.name, shape: line.shape)
        }
        try withTemporaryFolder { folder in
            let weights = try InitialWeights(
                Self.file(folder, lines), digest: "", for: graph, of: "densenet121")
            #expect(weights.notes.isEmpty, "\(weights.notes)")
            #expect(Set(weights.checkpoint.names) == Set(graph.parameters.map(\.name)))
        }
    }

    @Test("counters may have any shape", arguments: [[1], [3]])
    func shapesOfCounters(shape: [Int]) throws {
        let graph = try Self.graph("resnet18")
        let lines = try Self.torchvision("transformers-resnet18").map { line in
            line.name.hasSuffix("num_batches_tracked")
                ? Line(foreign: line.foreign, name: line.name, shape: shape) : line
        }
        try withTemporaryFolder { folder in
            let weights = try InitialWeights(
                Self.file(folder, lines), digest: "", for: graph, of: "resnet18")
            #expect(weights.notes.isEmpty)
            let count = graph.parameters.count - (shape == [1] ? 0 : graph.counters.count)
            #expect(try weights.tensors().count == count)
        }
    }

    @Test func negativeVariancesAreRefused() throws {
        let graph = try Self.graph("resnet18")
        try withTemporaryFolder { folder in
            let file = try Self.file(folder, Self.torchvision("transformers-resnet18"))
            let name = "layer1.0.bn2.running_var"
            let handle = try #require(FileHandle(forUpdatingAtPath: file.path))
            try handle.seek(toOffset: UInt64(file.entry(named: name).bytes.lowerBound + 4))
            let bits = Float(-0.5).bitPattern.littleEndian
            try handle.write(contentsOf: withUnsafeBytes(of: bits) { Data($0) })
            try handle.close()
            let weights = try InitialWeights(file, digest: "", for: graph, of: "resnet18")
            let error = try #require(throws: UnusableValues.self) { try weights.tensors() }
            #expect(error.first == name && error.count == 1)
            #expect("\(error)".contains("\(name) contains a negative variance; the training"))
        }
    }

    @Test func oneOutputIsNoClass() throws {
        let lines = try Self.torchvision("transformers-resnet18").map { line in
            line.name.hasPrefix("fc.")
                ? Line(foreign: line.foreign, name: line.name, shape: [1] + line.shape.dropFirst())
                : line
        }
        try withTemporaryFolder { folder in
            let file = try Self.file(folder, lines)
            let error = try #require(throws: PredictionError.self) {
                try TrainedNetwork(kind: "resnet18", weights: file.path, options: ModelOptions())
            }
            #expect("\(error)".contains("has one output, as for a sigmoid; expected an output"))
        }
    }

    @Test(
        "the last layer of a prediction may have another name",
        arguments: ["module.resnet.fc.0", "head", "head.fc", "classifier.1"])
    func otherHead(head: String) throws {
        let lines = try Self.torchvision("transformers-resnet18", prefix: "module.resnet.").map {
            let isHead = $0.name.hasPrefix("fc.")
            let name = isHead ? head + $0.name.dropFirst(2) : $0.foreign
            let shape = isHead ? [14] + $0.shape.dropFirst() : $0.shape
            return Line(foreign: name, name: $0.name, shape: shape)
        }
        try withTemporaryFolder { folder in
            let file = try Self.file(folder, lines)
            let trained = try TrainedNetwork(
                kind: "resnet18", weights: file.path, options: ModelOptions())
            #expect(trained.classes.count == 14)
            #expect(trained.notes.contains { $0.contains("its last layer is '\(head)'") })
        }
    }

    /// The head of transformers' ResNets has the same name in every network.
    @Test func headOfTransformersForALinearHead() throws {
        let graph = try Self.graph("resnet18", head: LinearHead(.init(LinearHead.settings)))
        try withTemporaryFolder { folder in
            let file = try Self.file(folder, Line.all("transformers-resnet18"))
            let named = NamedEntries(file, for: graph.parameters, head: graph.head)
            #expect(named.entries[graph.head[0].name]?.name == "classifier.1.weight")
            #expect(named.entries.count == graph.parameters.count)
        }
    }

    /// A convolution that does not span its whole input is not a linear layer.
    @Test func kernelsThatDoNotFitAreRefused() throws {
        let graph = try Self.graph("vgg11")
        let lines = try Line.all("timm-vgg11").map { line in
            line.foreign == "pre_logits.fc1.weight"
                ? Line(foreign: line.foreign, name: line.name, shape: [4096, 512, 3, 3]) : line
        }
        try withTemporaryFolder { folder in
            let file = try Self.file(folder, lines)
            let error = try #require(throws: WeightsMismatch.self) {
                try InitialWeights(file, digest: "", for: graph, of: "vgg11")
            }
            #expect(error.differing.map(\.name) == ["pre_logits.fc1.weight"])
        }
    }

    @Test(
        arguments: [
            "resnet.encoder.stages.4.layers.0.layer.0.convolution.weight",
            "resnet.encoder.stages.x",
            "resnet.encoder.stages.0.layers.0.layer.3.convolution.weight", "convolution.weight", "",
            "resnet.encoder.stages.0.layers.0.convolution.weight", "embedder.embedder.weight", ".",
            "..",
            "normalization", "resnet.normalization.weight",
            "encoder.stages.0.layers.1.shortcut.other.weight",
        ])
    func otherNamesOfTransformersMeanNothing(name: String) {
        #expect(ParameterNaming.transformers.torchvisionNames(of: name, head: []).isEmpty)
    }
}
