import Files
import Foundation
import Tensors
import TestSupport
import Testing
import Training
import Weights
import featuremaker

/// A key for tests: the SHA-256 of a name.
func featureKey(_ name: String) -> String { SHA256Digest.of(name) }

extension FeatureStore {
    /// Makes features with the values of `KnownFeatures`.
    func makeKnown(
        _ name: String, rows: Int = 7, width: Int = 33, type: ElementType = .float32
    ) throws -> FeatureMatrix {
        let request = FeatureRequest(title: "test", rows: rows, width: width, type: type)
        return try make(featureKey(name), request, fill: KnownFeatures.fill)
    }
}

@Suite struct FeatureStoreTests {
    private static let types: [ElementType] = [.float32, .float16]
    private static let python: String? = {
        let path = ProcessInfo.processInfo.environment["STUDY_PYTHON"] ?? ""
        return path.isEmpty ? nil : path
    }()

    /// The largest shape has 3 chunks of 8 MB in single precision, of which the last is partial.
    @Test(arguments: types, [[1, 1], [7, 33], [5000, 1001]])
    func whatIsMadeIsRead(_ type: ElementType, _ shape: [Int]) throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            #expect(try store.open(featureKey("a"), verify: true) == nil)
            let made = try store.makeKnown("a", rows: shape[0], width: shape[1], type: type)
            #expect(KnownFeatures.differingRow(made) == nil)
            for verify in [true, false] {
                let opened = try #require(try store.open(featureKey("a"), verify: verify))
                #expect(KnownFeatures.differingRow(opened) == nil)
                #expect([opened.count, opened.width] == shape)
                #expect(opened.title == "test")
                #expect(opened.type == type)
            }
            let again = try store.make(featureKey("a"), made.request) { _ in
                Issue.record("made twice")
            }
            #expect(again.path == made.path)
            #expect(store.verify(featureKey("a")) == nil)
            #expect(store.entries().map(\.request) == [made.request])
            #expect(try Self.names(folder) == ["\(featureKey("a")).safetensors"])
        }
    }

    @Test func rowsMayComeInAnyPortion() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            let request = FeatureRequest(title: "é \"quoted\"\n", rows: 10, width: 3)
            let values = (0..<30).map(Float.init)
            let matrix = try store.make(featureKey("a"), request) { writer in
                try writer.append(Array(values[..<12]))
                #expect(writer.rows == 4)
                try writer.append([])
                try writer.append(Array(values[12...]))
            }
            #expect(matrix.title == request.title)
            #expect(matrix.withFloats { Array($0) } == values)
            let start = matrix.withFloats { Int(bitPattern: $0.baseAddress) }
            #expect((start ?? 1) % 4096 == 0)
            let file = try SafetensorsFile(path: matrix.path)
            #expect(try file.tensor(named: "features").values == values)
        }
    }

    @Test(
        .enabled(
            if: python != nil,
            "STUDY_PYTHON is not set: it names a Python with safetensors and torch"),
        arguments: types)
    func pythonReadsIt(_ type: ElementType) throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            // The file has two chunks of 8 MB in half precision.
            let path = try store.makeKnown("a", rows: 5000, width: 1001, type: type).path
            let script = """
                import sys, torch
                from safetensors import safe_open
                path, key, dtype = sys.argv[1:]
                with safe_open(path, "pt") as file:
                    assert list(file.keys()) == ["features"]
                    assert file.metadata()["key"] == key
                    assert file.metadata()["title"] == "test"
                    features = file.get_tensor("features")
                assert str(features.dtype) == dtype, features.dtype
                rows, columns = torch.arange(5000)[:, None], torch.arange(1001)[None]
                expected = ((rows * 31 + columns * 7) % 4001 - 2000) / 8
                assert torch.equal(features.float(), expected)
                """
            let process = Process()
            process.executableURL = URL(fileURLWithPath: try #require(Self.python))
            process.arguments = [
                "-c", script, path, featureKey("a"),
                type == .float16 ? "torch.float16" : "torch.float32",
            ]
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
    }

    /// All numbers in half precision are converted exactly.
    @Test func halvesAreWidenedExactly() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            let halves = (0...UInt16.max).map { Float(Float16(bitPattern: $0)) }
            let request = FeatureRequest(title: "all", rows: 256, width: 256, type: .float16)
            let matrix = try store.make(featureKey("a"), request) { try $0.append(halves) }
            #expect(matrix.withFloats { _ in 0 } == nil)
            var row = [Float](repeating: 0, count: 256)
            for index in 0..<256 {
                row.withUnsafeMutableBufferPointer { matrix.copyRow(index, into: $0.baseAddress!) }
                for (got, expected) in zip(row, halves[(index * 256)...]) {
                    #expect(
                        got.bitPattern == expected.bitPattern || (got.isNaN && expected.isNaN))
                }
            }
        }
    }

    @Test func halvesAreRoundedAndMustFit() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            let request = FeatureRequest(title: "vgg16", rows: 2, width: 3, type: .float16)
            let values: [Float] = [2049, 2051, 0x1p-25, -0x1.8p-25, 65519, .infinity]
            let matrix = try store.make(featureKey("a"), request) { try $0.append(values) }
            var row = [Float](repeating: 0, count: 3)
            var read: [Float] = []
            for index in 0..<2 {
                row.withUnsafeMutableBufferPointer { matrix.copyRow(index, into: $0.baseAddress!) }
                read += row
            }
            #expect(read == [2048, 2052, 0, -0x1p-24, 65504, .infinity])

            let error = #expect(throws: FeatureError.self) {
                try store.make(featureKey("b"), request) { try $0.append([0, 0, 0, 0, 70000, 0]) }
            }
            #expect(
                error?.description
                    == "features of vgg16: row 1 contains 70000.0, but the largest number in half precision is 65504; "
                    + "store them in single precision")
            #expect(try Self.names(folder).count == 1)
        }
    }

    @Test func aFailureLeavesNothing() throws {
        struct Failure: Error {}
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            #expect(throws: Failure.self) {
                try store.make(featureKey("a"), FeatureRequest(title: "a", rows: 2, width: 2)) {
                    try $0.append([1, 2])
                    throw Failure()
                }
            }
            #expect(try Self.names(folder) == [])
            let made = try store.makeKnown("a")
            #expect(KnownFeatures.differingRow(made) == nil)
        }
    }

    /// Features whose shape does not match the request are computed again: a mistake in the key
    /// costs time, but not correctness.
    @Test func anotherShapeIsMadeAnew() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            _ = try store.makeKnown("a", rows: 7)
            #expect(try store.makeKnown("a", rows: 8).count == 8)
        }
    }

    private static func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/features")
    }
}

/// Damage to a file is detected, the file is removed, and the features are computed again.
@Suite struct DamagedFeaturesTests {
    enum Damage: CustomTestStringConvertible, CaseIterable {
        case headerLength, metadata, title, digest, padding, firstData, lastData
        case empty, shortHeader, shortData, lastByteMissing, byteAdded, pageAdded, zeroed, otherKey

        var testDescription: String { "\(self)" }
        /// True if only the digests of the data detect the damage.
        var needsDigests: Bool { [.firstData, .lastData, .zeroed].contains(self) }

        func apply(_ data: inout Data) throws {
            func flip(_ text: String) throws {
                let range = try #require(data.range(of: Data(text.utf8)))
                data[range.lowerBound + text.utf8.count / 2] ^= 1
            }
            let start = 4096
            switch self {
            case .headerLength: data[1] ^= 1
            case .metadata: try flip("version")
            case .title: try flip("test")
            case .digest:
                let range = try #require(data.range(of: Data("\"digests\":\"".utf8)))
                data[range.upperBound + 5] ^= 1
            case .padding: data[start - 3] ^= 1
            case .firstData: data[start] ^= 1
            case .lastData: data[data.count - 1] ^= 0x80
            case .empty: data = Data()
            case .shortHeader: data = data.prefix(100)
            case .shortData: data = data.prefix(start + 8)
            case .lastByteMissing: data = data.dropLast()
            case .byteAdded: data.append(0)
            case .pageAdded: data.append(Data(count: 4096))
            case .zeroed: data.resetBytes(in: start..<data.count)
            case .otherKey: break
            }
        }
    }

    @Test(arguments: Damage.allCases, [ElementType.float32, .float16])
    func isNoticedAndMadeAgain(_ damage: Damage, _ type: ElementType) throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            let key = featureKey("a")
            func damaged() throws -> String {
                let path = try store.makeKnown(damage == .otherKey ? "b" : "a", type: type).path
                var data = try Data(contentsOf: URL(fileURLWithPath: path))
                try damage.apply(&data)
                let target = "\(folder)/features/\(key).safetensors"
                try data.write(to: URL(fileURLWithPath: target))
                return target
            }
            let path = try damaged()
            #expect(try (store.open(key, verify: false) != nil) == damage.needsDigests)
            #expect(FileManager.default.fileExists(atPath: path) == damage.needsDigests)
            #expect(try store.open(key, verify: true) == nil)
            #expect(!FileManager.default.fileExists(atPath: path))

            _ = try damaged()
            let entry = try #require(store.entries().first { $0.file.key == key })
            #expect((entry.request == nil) == !damage.needsDigests)
            let reason = try #require(store.verify(key))
            #expect(reason.contains(path))
            #expect(!FileManager.default.fileExists(atPath: path))

            _ = try damaged()
            let again = try store.makeKnown("a", type: type)
            #expect(KnownFeatures.differingRow(again) == nil)
            #expect(store.verify(key) == nil)
        }
    }

    /// A flipped bit at any position of a file is detected.
    @Test func everyFlippedBitIsNoticed() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            let path = try store.makeKnown("a", rows: 3, width: 9).path
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            for position in stride(from: 0, to: whole.count, by: 7) {
                var data = whole
                data[position] ^= 1 << UInt8(position % 8)
                try data.write(to: URL(fileURLWithPath: path))
                #expect(try store.open(featureKey("a"), verify: true) == nil, "byte \(position)")
            }
            try whole.write(to: URL(fileURLWithPath: path))
            #expect(try store.open(featureKey("a"), verify: true) != nil)
        }
    }

    @Test func aFolderAtItsPathIsAnError() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            let path = "\(folder)/features/\(featureKey("a")).safetensors"
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
            #expect(try store.open(featureKey("a"), verify: true) == nil)
            #expect(throws: FileError.self) { try store.makeKnown("a") }
        }
    }
}
