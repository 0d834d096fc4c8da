import Foundation
import Tensors
import TestSupport
import Testing
import Weights

/// The Python with PyTorch; nil if there is none.
private let torchPython: String? = {
    let path = ProcessInfo.processInfo.environment["STUDY_PYTHON"] ?? ""
    return path.isEmpty ? nil : path
}()

/// Files that PyTorch writes by `Tools/torch/saved_objects.py`: every pickle protocol, both
/// formats, and many kinds of objects beside the state dict.
@Suite(
    .enabled(
        if: torchPython != nil, "STUDY_PYTHON is not set: it names a Python with PyTorch"))
struct TorchSaveTests {
    /// Runs the script, and passes the folder and the names of its files.
    private static func withFiles(_ body: (String, [String]) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: try #require(torchPython))
            process.arguments = [
                URL(fileURLWithPath: Golden.folder)
                    .appendingPathComponent("../../Tools/torch/saved_objects.py")
                    .standardizedFileURL.path, folder,
            ]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let text = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            try #require(
                process.terminationStatus == 0, "\(String(decoding: text, as: UTF8.self))")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            try body(folder, names.filter { $0.hasSuffix(".pth") }.sorted())
        }
    }

    @Test func everyStateDictIsRead() throws {
        try Self.withFiles { folder, names in
            #expect(names.count > 900)
            let expected = try openWeights(path: "\(folder)/state.safetensors")
            for name in names {
                let file: any WeightsFile
                do {
                    file = try openWeights(path: "\(folder)/\(name)")
                } catch {
                    Issue.record("\(name): \(error)")
                    continue
                }
                for entry in expected.entries {
                    let found = file.entries.filter {
                        $0.name == entry.name || $0.name.hasSuffix(".\(entry.name)")
                    }
                    #expect(!found.isEmpty, "\(name): no \(entry.name) among \(file.names)")
                    for copy in found {
                        #expect(copy.type == entry.type, "\(name): \(copy.name)")
                        #expect(
                            try file.tensor(of: copy) == expected.tensor(of: entry),
                            "\(name): \(copy.name)")
                    }
                }
                if name.hasPrefix("beside-") {
                    #expect(file.metadata["before"] == "1" && file.metadata["after"] == "2")
                }
            }
        }
    }

    /// The values that are no plain tensors are listed, or their contents are.
    @Test func whatIsNotReadIsNamed() throws {
        try Self.withFiles { folder, names in
            for name in names where name.hasPrefix("everything") {
                let file = try openWeights(path: "\(folder)/\(name)")
                let listed = Dictionary(
                    file.unreadable.map { ($0.name, $0.type) },
                    uniquingKeysWith: { first, _ in first })
                #expect(listed["best"]?.hasSuffix("multiarray.scalar") == true, "\(name)")
                #expect(listed["array"]?.hasPrefix("numpy.") == true, "\(name)")
                #expect(listed["complex_tensor"] == "complex64", "\(name)")
                #expect(
                    listed["uint16"] == "uint16" && listed["float8"] == "float8_e4m3fn", "\(name)")
                #expect(listed["sparse"] == "torch._utils._rebuild_sparse_tensor", "\(name)")
                #expect(listed["runner"]?.hasSuffix(".print") == true, "\(name)")
                #expect(file.metadata["args.lr"] == "0.1", "\(name)")
                #expect(file.metadata["args.nested.x"] == "1", "\(name)")
                #expect(file.metadata["color"] == nil)
                #expect(try file.tensor(named: "expanded").values == [1, 1, 1, 1], "\(name)")
                for tensor in ["marked", "parameter", "subclass", "deque.1", "empty"] {
                    #expect(file.names.contains(tensor), "\(name): \(tensor)")
                }
                #expect(try file.tensor(named: "marked").values == [1, 1])
                let error = #expect(throws: WeightsError.self) { try file.tensor(named: "uint32") }
                #expect(error?.reason == .elementType("uint32"))
            }
        }
    }
}

/// Damaged files with many kinds of objects, which `saved_objects.py` has written.
@Suite struct DamagedObjectsTests {
    @Test(
        "no modified byte of files with objects causes a crash",
        arguments: ["objects", "objects-legacy", "model"])
    func mutations(name: String) throws {
        let whole = try Data(
            contentsOf: URL(fileURLWithPath: "\(Golden.folder)/torch/\(name).pth"))
        var stream = RandomStream(seed: 13, purpose: .test, name: name)
        try withTemporaryFolder { folder in
            let path = "\(folder)/model.pth"
            var opened = 0
            for _ in 0..<1500 {
                var changed = whole
                for _ in 0...stream.nextInteger(below: 4) {
                    changed[stream.nextInteger(below: whole.count)] =
                        UInt8(stream.nextInteger(below: 256))
                }
                try changed.write(to: URL(fileURLWithPath: path))
                do {
                    let file = try openWeights(path: path)
                    for entry in file.entries { _ = try file.tensor(of: entry) }
                    opened += 1
                } catch is WeightsError {}
            }
            #expect((1..<1500).contains(opened))
        }
    }
}
