import Files
import Foundation
import TestSupport
import Tensors
import Testing
import Weights

@Suite("Safetensors")
struct SafetensorsTests {
    static let tensors: [(name: String, tensor: Tensor)] = [
        ("z", Tensor([1, -2, .infinity, 0x1p-149, -0.0, 3.5], shape: [2, 3])),
        ("a.weight", Tensor([7], shape: [])),
        ("none", Tensor([], shape: [0, 4])),
        ("größe \"quoted\" a/b\n", Tensor([0.1, 0.2], shape: [1, 2, 1])),
    ]

    @Test("tensors are read back in order, bit for bit")
    func roundTrip() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/model.safetensors"
            let metadata = ["epoch": "3", "note": "a \"b\"\\c / ü\u{1}"]
            try Safetensors.write(Self.tensors, metadata: metadata, to: path)
            let file = try SafetensorsFile(path: path)
            #expect(file.path == path)
            #expect(file.names == Self.tensors.map(\.name))
            #expect(file.metadata == metadata)
            for (name, tensor) in Self.tensors {
                let read = try file.tensor(named: name)
                #expect(read.shape == tensor.shape)
                #expect(read.values.map(\.bitPattern) == tensor.values.map(\.bitPattern))
            }
        }
    }

    @Test("files are aligned, without gaps and equal for equal arguments")
    func layout() throws {
        try withTemporaryFolder { folder in
            let metadata = Dictionary(uniqueKeysWithValues: (0..<20).map { ("key\($0)", "\($0)") })
            try Safetensors.write(Self.tensors, metadata: metadata, to: "\(folder)/a")
            try Safetensors.write(Self.tensors, metadata: metadata, to: "\(folder)/b")
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/a"))
            #expect(try data == Data(contentsOf: URL(fileURLWithPath: "\(folder)/b")))
            let file = try SafetensorsFile(path: "\(folder)/a")
            #expect(file.entries[0].bytes.lowerBound % 8 == 0)
            #expect(file.entries.last?.bytes.upperBound == data.count)
            #expect(file.entries[0].type == .float32)
        }
    }

    /// With a memory-mapped file the process would crash here.
    @Test("reading tensors of a file that was truncated after opening is an error")
    func truncatedAfterOpening() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/model.safetensors"
            let values = (0..<10_000).map { Float($0) }
            try Safetensors.write(
                [
                    ("a", Tensor(values, shape: [100, 100])),
                    ("b", Tensor(values, shape: [10_000])),
                ],
                to: path)
            let file = try SafetensorsFile(path: path)
            let digest = try file.digest
            let end = try file.entry(named: "b").bytes.lowerBound
            try #require(truncate(path, off_t(end)) == 0)
            #expect(try file.tensor(named: "a").values == values)
            #expect(throws: FileError.self) { try file.tensor(named: "b") }
            #expect(throws: FileError.self) { try file.doubles(named: "b") }
            #expect(throws: FileError.self) { try file.digest }
            #expect(throws: FileError.self) {
                try Safetensors.convert(file, to: "\(folder)/other.safetensors")
            }
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/other.safetensors"))
            #expect(digest.count == 64)
        }
    }

    @Test("a file without tensors is valid")
    func empty() throws {
        try withTemporaryFolder { folder in
            try Safetensors.write([], to: "\(folder)/empty")
            let file = try SafetensorsFile(path: "\(folder)/empty")
            #expect(file.entries.isEmpty && file.metadata.isEmpty)
        }
    }

    @Test("reads every type that Python's package writes")
    func pythonTypes() throws {
        let file = try Golden("safetensors/types").file
        let numbers: [Float] = [0.5, -1.25, 3, 65504, -0.0, 0x1p-14]
        for name in ["f32", "f64", "f16"] {
            let tensor = try file.tensor(named: name)
            #expect(tensor.shape == [2, 3])
            #expect(tensor.values.map(\.bitPattern) == numbers.map(\.bitPattern))
            #expect(try file.doubles(named: name) == numbers.map { Double($0) })
        }
        let rounded: [Float] = [0.5, -1.25, 3, 65536, -0.0, 0x1p-14]
        #expect(
            try file.tensor(named: "bf16").values.map(\.bitPattern) == rounded.map(\.bitPattern))
        #expect(try file.integers(named: "i64") == [-(1 << 40), -1, 0, 7])
        #expect(try file.tensor(named: "i64").values == [-0x1p40, -1, 0, 7])
        #expect(try file.integers(named: "i32") == [-(1 << 31), (1 << 31) - 1])
        #expect(try file.integers(named: "u8") == [0, 1, 255])
        #expect(try file.doubles(named: "u8") == [0, 1, 255])
        #expect(try file.tensor(named: "scalar") == Tensor([2.5], shape: []))
        #expect(try file.tensor(named: "empty") == Tensor([], shape: [0, 3]))
        #expect(try file.tensor(named: "größe").values == [1])
        #expect(file.metadata == ["format": "pt", "note": "a \"quoted\" text"])
    }

    @Test("an unknown name is an error that lists the names")
    func missing() throws {
        let file = try Golden("safetensors/types").file
        let error = #expect(throws: WeightsError.self) { try file.tensor(named: "f33") }
        #expect(
            error?.description.hasPrefix("\(file.path): tensor 'f33': not found among 10: ") == true
        )
        let typeError = #expect(throws: WeightsError.self) { try file.integers(named: "f32") }
        #expect(typeError?.reason == .notIntegers(.float32))
    }

    @Test(
        "names must be unique and not reserved",
        arguments: [
            ("twice", WeightsError.Reason.duplicateName), ("__metadata__", .reservedName),
        ])
    func refusesNames(name: String, reason: WeightsError.Reason) throws {
        try withTemporaryFolder { folder in
            let tensor = Tensor([1], shape: [1])
            let error = #expect(throws: WeightsError.self) {
                try Safetensors.write([(name, tensor), (name, tensor)], to: "\(folder)/f")
            }
            #expect(error?.reason == reason)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left.isEmpty)
        }
    }
}
