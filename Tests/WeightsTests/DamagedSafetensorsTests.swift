import Foundation
import TestSupport
import Tensors
import Testing
import Weights

/// Headers that do not match the data, and truncated or modified files: each must throw a specific
/// error and never crash.
@Suite("Damaged safetensors files")
struct DamagedSafetensorsTests {
    /// A header, the number of bytes of data after it, and the text that the error must contain.
    struct Damage: CustomTestStringConvertible, Sendable {
        let header: String
        var data = 8
        let message: String
        var testDescription: String { message }
    }

    static func tensor(_ name: String, _ shape: String, _ offsets: String, type: String = "F32")
        -> String
    {
        "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
    }

    static let damages: [Damage] = [
        .init(header: "", message: "a file that begins with zeros; is the download complete?"),
        .init(header: " ", message: "must begin with '{'"),
        .init(header: "[1]", message: "must begin with '{'"),
        .init(header: "{\"a\":", message: "header is not that of a safetensors file"),
        .init(header: "{\"a\":3}", message: "tensor 'a': the header"),
        .init(header: "{}{}", message: "header is not that"),
        .init(header: "{\(tensor("a", "[2]", "[0,8]"))", message: "header is not that"),
        .init(
            header: "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}",
            message: "safetensors file: data_offsets is missing"),
        .init(
            header: "{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}",
            message: "tensor 'a': the header is not that of a safetensors file: dtype is missing"),
        .init(
            header: "{\"a\":{\"dtype\":3,\"shape\":[2],\"data_offsets\":[0,8]}}",
            message: "file: dtype: expected a text"),
        .init(
            header: "{\"a\":[1]}",
            message: "file: expected an object with dtype, shape and data_offsets"),
        .init(
            header: "{\(tensor("a", "\"2\"", "[0,8]"))}",
            message: "file: shape: expected a list of whole numbers"),
        .init(header: "{\(tensor("a", "[2.5]", "[0,8]"))}", message: "not valid JSON"),
        .init(header: "{\(tensor("a", "[99999999999999999999]", "[0,8]"))}", message: "a"),
        .init(header: "{\(tensor("a", "\"2\"", "[0,8]"))}", message: "tensor 'a': the header"),
        .init(
            header: "{\(tensor("a", "[2]", "[0]"))}", message: "data_offsets must be two numbers"),
        .init(
            header: "{\(tensor("a", "[2]", "[0,4,8]"))}",
            message: "data_offsets must be two numbers"),
        .init(
            header: "{\(tensor("a", "[-2]", "[0,8]"))}",
            message: "tensor 'a': impossible shape [-2]"),
        .init(header: "{\(tensor("a", "[-1,-2]", "[0,8]"))}", message: "impossible shape"),
        .init(
            header: "{\(tensor("a", "[4294967296,4294967296,4]", "[0,8]"))}",
            message: "impossible shape"),
        .init(
            header: "{\(tensor("a", "[4611686018427387904,4611686018427387904,0]", "[0,0]"))}",
            message: "impossible shape"),
        .init(
            header: "{\(tensor("a", "[3]", "[0,8]"))}",
            message: "needs 12 bytes, but its range has 8"
        ),
        .init(
            header: "{\(tensor("a", "[3]", "[0,12]"))}",
            message: "its range 0..<12 is not within the 8 bytes"),
        .init(header: "{\(tensor("a", "[2]", "[8,0]"))}", message: "its range 8..<0"),
        .init(header: "{\(tensor("a", "[2]", "[-8,0]"))}", message: "its range -8..<0"),
        .init(
            header: "{\(tensor("a", "[1]", "[9223372036854775804,9223372036854775807]"))}",
            message: "not within"),
        .init(
            header: "{\(tensor("a", "[1]", "[0,4]"))}",
            message: "bytes 4..<8 of the data belong to no tensor"),
        .init(header: "{\(tensor("a", "[1]", "[4,8]"))}", message: "bytes 0..<4 of the data"),
        .init(
            header: "{\(tensor("a", "[2]", "[0,8]")),\(tensor("b", "[1]", "[4,8]"))}",
            message: "tensor 'b': overlaps 'a' at byte 4"),
        .init(
            header: "{\(tensor("a", "[1]", "[0,4]")),\(tensor("a", "[1]", "[4,8]"))}",
            message: "names 'a' twice"),
        .init(
            header: "{\(tensor("a", "[2]", "[0,8]")),\(tensor("a", "[2]", "[0,8]"))}",
            message: "names 'a' twice"),
        .init(
            header: "{\"__metadata__\":{\"a\":1},\(tensor("a", "[2]", "[0,8]"))}",
            message: "file: expected an object of texts"),
        .init(header: "{}", message: "bytes 0..<8 of the data"),
        .init(header: String(repeating: "[", count: 100_000), message: "must begin"),
        .init(
            header: "{\"a\":" + String(repeating: "[", count: 100_000),
            message: "header is not that"),
    ]

    @Test("each damage causes its error, which names the file", arguments: damages)
    func header(damage: Damage) throws {
        let message = try error(of: file(header: damage.header, data: damage.data))
        #expect(message.contains(damage.message), "\(message.prefix(300))")
        #expect(message.contains("/model.safetensors: "))
    }

    @Test func nullInsteadOfMetadataIsNone() throws {
        let header = "{\"__metadata__\":null,\(Self.tensor("a", "[2]", "[0,8]"))}"
        let file = try #require(try attempt(self.file(header: header, data: 8)))
        #expect(file.names == ["a"] && file.metadata.isEmpty)
    }

    /// The sizes of rare types are not checked, since some have elements of less than a byte.
    @Test(
        "a tensor of a rare type is listed, and refused when it is read",
        arguments: ["U16", "U32", "U64", "F8_E4M3", "F8_E5M2", "F4", "C64", "future"])
    func rareTypes(type: String) throws {
        let header =
            "{\(Self.tensor("a", "[3]", "[0,5]", type: type)),\(Self.tensor("b", "[1]", "[5,9]"))}"
        try withTemporaryFolder { folder in
            let path = "\(folder)/model.safetensors"
            try file(header: header, data: 9).write(to: URL(fileURLWithPath: path))
            let weights = try SafetensorsFile(path: path)
            #expect(weights.names == ["b"])
            #expect(try weights.tensor(named: "b").values == [0])
            #expect(weights.unreadable.map(\.name) == ["a"])
            #expect(weights.unreadable[0].type == type && weights.unreadable[0].extents == [3])
            let error = #expect(throws: WeightsError.self) { try weights.tensor(named: "a") }
            #expect(error?.reason == .elementType(type))
            // The others are converted.
            try Safetensors.convert(weights, to: "\(folder)/converted.safetensors")
            #expect(try openWeights(path: "\(folder)/converted.safetensors").names == ["b"])
        }
    }

    @Test(
        "the range of a tensor of a rare type is checked",
        arguments: ["[0,99]", "[-1,8]", "[8,0]", "[0,4]"])
    func rangesOfRareTypes(range: String) throws {
        let header = "{\(Self.tensor("a", "[2]", range, type: "U32"))}"
        #expect(try attempt(file(header: header, data: 8))?.names == nil)
    }

    @Test(
        "a header length beyond the file is rejected",
        arguments: [9, 1 << 20, 1 << 40, UInt64.max, 1 << 63])
    func headerLength(length: UInt64) throws {
        var data = withUnsafeBytes(of: length.littleEndian) { Data($0) }
        data.append(Data("{}".utf8))
        let message = try error(of: data)
        #expect(message.contains("the header length is \(length) bytes, but only 2 bytes are left"))
    }

    @Test("invalid UTF-8 in the header is rejected or harmless")
    func invalidUTF8() throws {
        var data = file(header: "{\(Self.tensor("a?", "[2]", "[0,8]"))}", data: 8)
        data[data.firstIndex(of: UInt8(ascii: "?"))!] = 0xFF
        _ = try attempt(data)
    }

    @Test("every prefix of a file is rejected")
    func truncation() throws {
        let whole = file(header: "{\(Self.tensor("a", "[2]", "[0,8]"))}", data: 8)
        for length in 0..<whole.count { _ = try error(of: whole.prefix(length)) }
    }

    @Test("no modified byte of the header causes a crash or a tensor beyond the file")
    func mutations() throws {
        let metadata = "\"__metadata__\":{\"k\":\"v\"}"
        let whole = file(
            header:
                "{\(metadata),\(Self.tensor("a", "[1,1]", "[0,4]")),\(Self.tensor("b", "[2]", "[4,8]", type: "F16"))}",
            data: 8)
        var stream = RandomStream(seed: 11, purpose: .test)
        let alphabet = Array("0123456789{}[]\",:-\\e.ab \u{0}".utf8)
        var opened = 0
        for _ in 0..<1500 {
            var changed = whole
            for _ in 0...stream.nextInteger(below: 3) {
                let byte = alphabet[stream.nextInteger(below: alphabet.count)]
                changed[stream.nextInteger(below: whole.count - 8)] = byte
            }
            guard let file = try attempt(changed) else { continue }
            opened += 1
            for entry in file.entries {
                let values = try file.tensor(named: entry.name)
                #expect(values.count * entry.type.size == entry.bytes.count)
            }
        }
        #expect((1..<1500).contains(opened))
    }

    private func file(header: String, data: Int) -> Data {
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
            + Data(header.utf8) + Data(count: data)
    }

    /// Opens `data` as a file; nil if opening throws a `WeightsError`.
    private func attempt(_ data: Data) throws -> SafetensorsFile? {
        try withTemporaryFolder { folder in
            let path = "\(folder)/model.safetensors"
            try data.write(to: URL(fileURLWithPath: path))
            do { return try SafetensorsFile(path: path) } catch is WeightsError { return nil }
        }
    }

    private func error(of data: Data) throws -> String {
        try withTemporaryFolder { folder in
            let path = "\(folder)/model.safetensors"
            try data.write(to: URL(fileURLWithPath: path))
            let error = try #require(throws: WeightsError.self) { try SafetensorsFile(path: path) }
            return "\(error)"
        }
    }
}
