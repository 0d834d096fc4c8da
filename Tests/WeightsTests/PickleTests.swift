import Foundation
import Tensors
import TestSupport
import Testing
import Weights

/// Pickles that PyTorch does not write, in a checkpoint of the old format.
@Suite("Hostile pickles")
struct PickleTests {
    /// Opcodes, written as Latin-1, and the text that the error must contain.
    struct Attack: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let pickle: [UInt8]
        let message: String

        init(_ name: String, _ pickle: String, _ message: String) {
            testDescription = name
            self.pickle = pickle.unicodeScalars.map { UInt8($0.value) }
            self.message = message
        }
    }

    private static func repeated(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    static let attacks: [Attack] = [
        .init("os.system", "cos\nsystem\n(U\u{02}lstR.", "refused the name 'os.system'"),
        .init(
            "builtins.eval", "c__builtin__\neval\n(U\u{01}1tR.",
            "refused the name '__builtin__.eval'"),
        .init("INST", "(ios\nsystem\n.", "refused opcode 0x69"),
        .init("NEWOBJ", "ccollections\nOrderedDict\n)\u{81}.", "refused opcode 0x81"),
        .init("STACK_GLOBAL", "U\u{02}osU\u{06}system\u{93}.", "refused opcode 0x93"),
        .init("protocol 4", "\u{80}\u{04}N.", "protocol 4, expected 2"),
        .init("nothing to pop", ".", "the stack is empty"),
        .init("below a mark", "N(.", "the stack is empty"),
        .init("no mark", "Nt.", "no mark on the stack"),
        .init("unknown memo", "h\u{07}.", "no memo with the key 7"),
        .init("item without a dictionary", "NNNs.", "expected a dictionary"),
        .init("odd items", "}(NNNu.", "expected a dictionary and pairs"),
        .init("text beyond the end", "X\u{FF}\u{FF}\u{FF}\u{FF}a.", "truncated"),
        .init("name without an end", "ctorch", "truncated"),
        .init("invalid UTF-8", "U\u{01}\u{FF}.", "not UTF-8"),
        .init("a huge integer", "\u{8A}\u{09}123456789.", "an integer of 9 bytes"),
        .init("calling a tuple", "))R.", "expected a name and its arguments"),
        .init(
            "calling a storage", "ctorch\nFloatStorage\n)R.", "expected a tensor or a dictionary"),
        .init(
            "a tensor of nothing", "ctorch._utils\n_rebuild_tensor_v2\n)R.", "a tensor's storage"),
        .init("a storage of nothing", ")Q.", "the description of a storage"),
        .init("state for a number", "K\u{01}Nb.", "expected a dictionary or a tensor"),
        .init(
            "a dictionary that contains itself", "}q\u{00}U\u{01}ah\u{00}s.",
            "a dictionary is used twice"),
        .init("an empty pickle", "", "unexpected end of the pickle"),
        .init(
            "deeply nested dictionaries",
            repeated("}U\u{01}a", 300_000) + "N" + repeated("s", 300_000) + ".",
            "nested more than 16 deep"),
        .init(
            "many copies of a long list",
            "](" + repeated("NN\u{86}", 2000) + "eq\u{00}"
                + repeated("ccollections\nOrderedDict\nh\u{00}\u{85}R", 600) + ".",
            "too many values"),
    ]

    @Test("each is rejected with its reason", arguments: attacks)
    func attack(attack: Attack) throws {
        let message = try message(of: attack.pickle)
        #expect(message.contains(attack.message), "\(message.prefix(300))")
    }

    @Test("a million nested tuples are read and freed")
    func nestedTuples() throws {
        let nested = Array("N".utf8) + [UInt8](repeating: 0x85, count: 1_000_000) + Array(".".utf8)
        let file = try checkpoint(nested)
        #expect(file.entries.isEmpty)
    }

    /// The size, stride, offset and recorded number of elements of a tensor over a storage of four
    /// floats.
    @Test(
        "tensors that do not fit their storage are rejected",
        arguments: [
            ([5], [1], 0, 4, "does not fit its storage"),
            ([4], [1], 1, 4, "does not fit its storage"),
            ([2, 2], [3, 2], 0, 4, "does not fit its storage"),
            ([2], [-1], 3, 4, "does not fit its storage"),
            ([2], [1], -1, 4, "does not fit its storage"),
            ([2, 2], [2], 0, 4, "does not fit its storage"),
            ([1_000_000], [0], 0, 4, "does not fit its storage"),
            ([2], [0x7FFF_FFFF], 0, 4, "does not fit its storage"),
            ([-1], [1], 0, 4, "impossible shape"),
            ([0x7FFF_FFFF, 0x7FFF_FFFF, 0x7FFF_FFFF], [0, 0, 0], 0, 4, "impossible shape"),
            ([5], [1], 0, 5, "needs 5 elements of its storage, which has 4"),
            ([2], [0x7FFF_FFFE], 0, 0x7FFF_FFFF, "needs 2147483647 elements"),
        ] as [([Int], [Int], Int, Int, String)])
    func misfits(extents: [Int], strides: [Int], offset: Int, count: Int, expected: String) throws {
        let message = try message(of: Self.tensor(extents, strides, offset, count))
        #expect(message.contains(expected), "\(message)")
        #expect(message.contains("model.pth: tensor 'a': "))
    }

    @Test("tensors that fit are read, with steps, repeats and without elements")
    func fits() throws {
        func values(_ extents: [Int], _ strides: [Int], _ offset: Int = 0) throws -> [Float] {
            try checkpoint(Self.tensor(extents, strides, offset, 4)).tensor(named: "a").values
        }
        #expect(try values([2, 2], [2, 1]) == [0, 1, 2, 3])
        #expect(try values([2, 2], [1, 2]) == [0, 2, 1, 3])
        #expect(try values([2], [3]) == [0, 3])
        #expect(try values([2, 2], [1, 0], 2) == [2, 2, 3, 3])
        #expect(try values([1, 4], [99, 1]) == [0, 1, 2, 3])
        #expect(try values([0, 7], [7, 1], 4) == [])
        #expect(try values([], [], 3) == [3])
    }

    /// The pickle of `{"a": tensor}` over the storage "0".
    private static func tensor(_ extents: [Int], _ strides: [Int], _ offset: Int, _ count: Int)
        -> [UInt8]
    {
        func integer(_ value: Int) -> [UInt8] {
            Array("J".utf8) + withUnsafeBytes(of: Int32(value).littleEndian) { Array($0) }
        }
        func tuple(_ values: [Int]) -> [UInt8] {
            Array("(".utf8) + values.flatMap(integer) + Array("t".utf8)
        }
        return Array(
            "}U\u{01}actorch._utils\n_rebuild_tensor_v2\n((U\u{07}storagectorch\nFloatStorage\n"
                .utf8)
            + Array("U\u{01}0U\u{03}cpu".utf8) + integer(count) + Array("tQ".utf8) + integer(offset)
            + tuple(extents) + tuple(strides) + Array("tRs.".utf8)
    }

    /// A checkpoint of the old format with `pickle` as its object and, if the pickle refers to it,
    /// a storage "0" with the values 0, 1, 2, 3.
    private func checkpoint(_ pickle: [UInt8]) throws -> TorchCheckpoint {
        let magic: [UInt8] = [
            0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
        ]
        let header: [UInt8] = [0x4D, 0xE9, 0x03, 0x2E, 0x7D, 0x2E]  // 1001, an empty dictionary
        var data = Data(magic + header + pickle)
        if pickle.count(where: { $0 == UInt8(ascii: "Q") }) > 0 {
            data += Data("](U\u{01}0e.".utf8) + Data([4, 0, 0, 0, 0, 0, 0, 0])
            for value in [0, 1, 2, 3] as [Float] {
                withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
            }
        } else if !pickle.isEmpty {
            data += Data("].".utf8)
        }
        return try withTemporaryFolder { folder in
            let path = "\(folder)/model.pth"
            try data.write(to: URL(fileURLWithPath: path))
            return try TorchCheckpoint(path: path)
        }
    }

    private func message(of pickle: [UInt8]) throws -> String {
        "\(try #require(throws: WeightsError.self) { try checkpoint(pickle) })"
    }
}
