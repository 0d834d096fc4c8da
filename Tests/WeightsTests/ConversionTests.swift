import Foundation
import TestSupport
import Tensors
import Testing
import Weights

@Suite("Converting checkpoints") struct ConversionTests {
    @Test(arguments: [
        ("state.pth", WeightsFormat.torchArchive), ("state-legacy.pth", .torchLegacy),
    ])
    func everyTypeIsKept(name: String, format: WeightsFormat) throws {
        try withTemporaryFolder { folder in
            let source = try openWeights(path: "\(Golden.folder)/torch/\(name)")
            #expect(source.format == format)
            try Safetensors.convert(source, to: "\(folder)/state.safetensors")
            let converted = try openWeights(path: "\(folder)/state.safetensors")
            let expected = try Golden("torch/state").file
            #expect(converted.format == .safetensors)
            #expect(Set(converted.names) == Set(expected.names))
            for entry in expected.entries {
                let found = try converted.entry(named: entry.name)
                #expect(found.type == entry.type && found.shape == entry.shape)
                #expect(found.bytes.lowerBound % entry.type.size == 0, "\(entry.name)")
                #expect(
                    try converted.doubles(named: entry.name).map(\.bitPattern)
                        == expected.doubles(named: entry.name).map(\.bitPattern))
            }
            #expect(try converted.integers(named: "norm.num_batches_tracked") == [1 << 33 + 5])
        }
    }

    @Test func metadataIsKept() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/nested.safetensors"
            let source = try openWeights(path: "\(Golden.folder)/torch/nested.pth")
            try Safetensors.convert(source, to: path)
            #expect(try openWeights(path: path).metadata == source.metadata)
            #expect(source.metadata["arch"] == "cnn4")
        }
    }

    @Test func refusesOtherFormatsAndFilesThatAreThere() throws {
        try withTemporaryFolder { folder in
            let source = try openWeights(path: "\(Golden.folder)/torch/nested.pth")
            let other = #expect(throws: WeightsError.self) {
                try Safetensors.convert(source, to: "\(folder)/x.pth")
            }
            #expect("\(other, default: "")".contains("a name that ends in .safetensors"))
            let path = "\(folder)/x.safetensors"
            try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
            let there = #expect(throws: WeightsError.self) {
                try Safetensors.convert(source, to: path)
            }
            #expect(there?.reason == .exists)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
            try Safetensors.convert(source, to: path, replacing: true)
            #expect(try openWeights(path: path).entries.count == 1)
        }
    }

    @Test func aFileWithoutTensorsIsNotConverted() throws {
        try withTemporaryFolder { folder in
            try Safetensors.write([], to: "\(folder)/empty.safetensors")
            let source = try openWeights(path: "\(folder)/empty.safetensors")
            let error = #expect(throws: WeightsError.self) {
                try Safetensors.convert(source, to: "\(folder)/x.safetensors")
            }
            #expect(error?.reason == .noTensors)
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/x.safetensors"))
        }
    }

    /// Names that match torchvision's rule, and similar names that do not.
    @Test(arguments: [
        (
            "features.denseblock1.denselayer12.norm.1.running_mean",
            "features.denseblock1.denselayer12.norm1.running_mean"
        ),
        (
            "module.features.denseblock4.denselayer3.conv.2.weight",
            "module.features.denseblock4.denselayer3.conv2.weight"
        ),
        (
            "features.denseblock1.denselayer1.norm.2.num_batches_tracked",
            "features.denseblock1.denselayer1.norm2.num_batches_tracked"
        ),
        ("features.transition1.norm.weight", "features.transition1.norm.weight"),
        ("features.denselayer1.conv.3.weight", "features.denselayer1.conv.3.weight"),
        ("features.denselayer.conv.1.weight", "features.denselayer.conv.1.weight"),
        ("features.0.weight", "features.0.weight"), ("x", "x"), ("", ""),
    ])
    func oldNamesOfDenseNets(old: String, new: String) throws {
        #expect(TorchvisionNames.current(old) == new)
        #expect(TorchvisionNames.current(new) == new)
    }

    @Test func convertedDenseNetsHaveTodaysNames() throws {
        try withTemporaryFolder { folder in
            let tensor = Tensor([1, 2], shape: [2])
            try Safetensors.write(
                [("denselayer1.norm.1.weight", tensor), ("norm0.weight", tensor)],
                to: "\(folder)/old.safetensors")
            let renamed = try Safetensors.convert(
                try openWeights(path: "\(folder)/old.safetensors"),
                to: "\(folder)/new.safetensors")
            #expect(renamed == 1)
            #expect(
                try openWeights(path: "\(folder)/new.safetensors").names
                    == ["denselayer1.norm1.weight", "norm0.weight"])
        }
    }

    @Test func integersAreWrittenAsI64AndAligned() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/f.safetensors"
            let three = Tensor([1, 2, 3], shape: [3])
            let steps = Tensor([70_000], shape: [])
            try Safetensors.write([("a", three), ("steps", steps)], integers: ["steps"], to: path)
            let file = try openWeights(path: path)
            #expect(try file.integers(named: "steps") == [70_000])
            #expect(try file.entry(named: "steps").type == .int64)
            #expect(try file.entry(named: "steps").bytes.lowerBound % 8 == 0)
            #expect(try file.tensor(named: "a") == three)
            let error = #expect(throws: WeightsError.self) {
                try Safetensors.write(
                    [("steps", Tensor([0.5], shape: []))], integers: ["steps"], to: path)
            }
            #expect(error?.reason == .notWhole(0.5))
        }
    }
}
