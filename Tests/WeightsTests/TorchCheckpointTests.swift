import Files
import Foundation
import Tensors
import TestSupport
import Testing
import Weights

@Suite("torch.save checkpoints")
struct TorchCheckpointTests {
    static func path(_ name: String) -> String { "\(Golden.folder)/torch/\(name).pth" }

    @Test(
        "both formats contain every tensor of every type, including views",
        arguments: ["state", "state-legacy"])
    func state(name: String) throws {
        let file = try TorchCheckpoint(path: Self.path(name))
        let expected = try Golden("torch/state").file
        #expect(file.names.count == 23)
        #expect(Set(file.names) == Set(expected.names))
        for entry in file.entries {
            let twin = try expected.entry(named: entry.name)
            #expect(entry.type == twin.type, "\(entry.name)")
            let (read, expectedTensor) = (
                try file.tensor(named: entry.name), try expected.tensor(named: entry.name)
            )
            #expect(read.shape == expectedTensor.shape, "\(entry.name)")
            #expect(
                read.values.map(\.bitPattern) == expectedTensor.values.map(\.bitPattern),
                "\(entry.name)")
            #expect(try file.doubles(named: entry.name) == expected.doubles(named: entry.name))
        }
        #expect(try file.integers(named: "norm.num_batches_tracked") == [1 << 33 + 5])
        #expect(file.names.starts(with: ["conv.weight", "conv.bias", "norm.weight"]))
    }

    @Test("tensors in nested dictionaries have dotted names, and settings become metadata")
    func nested() throws {
        let file = try TorchCheckpoint(path: Self.path("nested"))
        #expect(file.names == ["state_dict.weight"])
        #expect(file.metadata == ["epoch": "3", "loss": "0.25", "arch": "cnn4", "done": "true"])
        let error = #expect(throws: WeightsError.self) { try file.tensor(named: "weight") }
        #expect(error?.reason == .missing(names: ["state_dict.weight"]))
    }

    @Test("the 64-bit directory is read if the short one refers to it")
    func largeDirectory() throws {
        var data = try Data(contentsOf: URL(fileURLWithPath: Self.path("state")))
        data.replaceSubrange(data.count - 6..<data.count - 2, with: [0xFF, 0xFF, 0xFF, 0xFF])
        try withTemporaryFolder { folder in
            let file = try open(data, in: folder)
            #expect(file.names.count == 23)
        }
    }

    @Test(
        "the contents determine the format",
        arguments: ["state.pth", "state-legacy.pth", "state.safetensors"])
    func anyFormat(name: String) throws {
        let file = try openWeights(path: "\(Golden.folder)/torch/\(name)")
        #expect(file.names.count == 23)
        #expect((file is SafetensorsFile) == name.hasSuffix(".safetensors"))
    }

    @Test("a pickled module is named by its class")
    func code() throws {
        let file = try TorchCheckpoint(path: Self.path("code"))
        #expect(file.entries.isEmpty)
        #expect(file.unreadable.map(\.type) == ["torch.nn.modules.activation.ReLU"])
    }

    /// The beginning of a file that is not a checkpoint, and the text that the error must contain.
    static let foreignFiles: [(start: [UInt8], message: String)] = [
        ([], "an empty file"), (Array("PK".utf8), "expected a checkpoint"),
        (Array("<html>not found</html>".utf8), "a web page"),
        (Array("<!DOCTYPE html><html>".utf8), "a web page"),
        (Array("{\"weight_map\": {}}".utf8), "got JSON"),
        ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], "an HDF5 file, as Keras writes it"),
        ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0], "a gzip archive; unpack it first"),
        (Array("version https://git-lfs.github.com/spec/v1\n".utf8), "git lfs pull"),
        ([0x80, 4, 0x95, 1, 0, 0, 0, 0, 0, 0, 0, 0x4E, 0x2E], "a pickle that torch.save did not"),
        (Array("GGUF\u{03}0000000000".utf8), "a GGUF file"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D], "got an image; name"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4, 0xE6], "a compressed archive; unpack it first"),
        ([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0], "got a program"),
        ([UInt8](repeating: 0, count: 64), "a file that begins with zeros"),
        ([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18), "an empty zip archive"),
        (Array("some text of a user".utf8), "a file of an unknown format; check its path"),
        ([UInt8](repeating: 0x61, count: 257) + Array("ustar\u{0}00".utf8), "a tar archive"),
    ]

    @Test("other files are rejected by their format", arguments: foreignFiles)
    func otherFiles(start: [UInt8], message: String) throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/model.pth"
            try Data(start).write(to: URL(fileURLWithPath: path))
            let error = try #require(throws: WeightsError.self) { try TorchCheckpoint(path: path) }
            #expect("\(error)".contains(message), "\(error)")
            let opened = try #require(throws: WeightsError.self) { try openWeights(path: path) }
            #expect(start.count < 8 || "\(opened)".contains(message), "\(opened)")
        }
    }

    @Test(
        "every prefix of a checkpoint is rejected", arguments: ["state", "state-legacy", "nested"])
    func truncation(name: String) throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: Self.path(name)))
        try withTemporaryFolder { folder in
            for length in stride(from: 0, to: whole.count, by: 7) {
                #expect(throws: WeightsError.self, "\(length) bytes") {
                    try open(whole.prefix(length), in: folder)
                }
            }
        }
    }

    @Test("no modified byte causes a crash", arguments: ["state", "state-legacy", "nested"])
    func mutations(name: String) throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: Self.path(name)))
        var stream = RandomStream(seed: 12, purpose: .test, name: name)
        try withTemporaryFolder { folder in
            var opened = 0
            for _ in 0..<1000 {
                var changed = whole
                for _ in 0...stream.nextInteger(below: 4) {
                    let position = stream.nextInteger(below: whole.count)
                    let extreme: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF]
                    changed[position] =
                        stream.nextInteger(below: 2) == 0
                        ? extreme[stream.nextInteger(below: 5)]
                        : UInt8(stream.nextInteger(below: 256))
                }
                do {
                    let file = try open(changed, in: folder)
                    for name in file.names { _ = try file.tensor(named: name) }
                    opened += 1
                } catch is WeightsError {}
            }
            #expect((1..<1000).contains(opened))
        }
    }

    /// With a memory-mapped file the process would crash here.
    @Test(
        "reading tensors of a file that was truncated after opening is an error",
        arguments: ["state", "state-legacy"])
    func truncatedAfterOpening(name: String) throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/model.pth"
            try FileManager.default.copyItem(atPath: Self.path(name), toPath: path)
            let file = try TorchCheckpoint(path: path)
            let last = try #require(
                file.entries.filter { !$0.bytes.isEmpty }
                    .max { $0.bytes.lowerBound < $1.bytes.lowerBound })
            _ = try file.tensor(of: last)
            try #require(truncate(path, off_t(last.bytes.lowerBound)) == 0)
            #expect(throws: FileError.self) { try file.tensor(of: last) }
            #expect(throws: WeightsError.self) { try TorchCheckpoint(path: path) }
        }
    }

    private func open(_ data: Data, in folder: String) throws -> TorchCheckpoint {
        let path = "\(folder)/model.pth"
        try data.write(to: URL(fileURLWithPath: path))
        return try TorchCheckpoint(path: path)
    }
}
