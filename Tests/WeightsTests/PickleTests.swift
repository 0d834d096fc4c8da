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
        .init("an unknown opcode", "\u{FF}.", "unknown opcode 0xff"),
        .init("protocol 6", "\u{80}\u{06}N.", "protocol 6, expected 1 to 5"),
        .init("a storage of protocol 0", "P1\n.", "protocol 0"),
        .init("nothing to pop", ".", "the stack is empty"),
        .init("below a mark", "N(.", "the stack is empty"),
        .init("no mark", "Nt.", "no mark on the stack"),
        .init("unknown memo", "h\u{07}.", "no memo with the key 7"),
        .init("item without a dictionary", "NNNs.", "expected a dictionary"),
        .init("odd items", "}(NNNu.", "expected pairs"),
        .init("text beyond the end", "X\u{FF}\u{FF}\u{FF}\u{FF}a.", "truncated"),
        .init(
            "bytes beyond the end", "\u{8E}" + repeated("\u{FF}", 7) + "\u{7F}a.", "truncated"),
        .init("a length beyond 63 bits", "\u{96}" + repeated("\u{FF}", 8) + "a.", "too large"),
        .init("a negative length", "\u{8B}\u{FF}\u{FF}\u{FF}\u{FF}.", "-1 bytes is truncated"),
        .init("name without an end", "ctorch", "truncated"),
        .init("a name of numbers", "K\u{01}K\u{02}\u{93}.", "expected the texts of a name"),
        .init("calling a tuple", "))R.", "expected a name and its arguments"),
        .init("calling with a number", "cos\nsystem\nK\u{01}R.", "a name and its arguments"),
        .init("an object of nothing", "(o.", "expected a class"),
        .init("state for a number", "K\u{01}Nb.", "expected an object"),
        .init("an empty pickle", "", "unexpected end of the pickle"),
        .init(
            "many copies of a long list",
            "](" + repeated("NN\u{86}", 2000) + "eq\u{00}"
                + repeated("ccollections\nOrderedDict\nh\u{00}\u{85}R", 600) + ".",
            "too many values"),
        .init(
            "a tree of shared dictionaries",
            // Each dictionary contains the previous one eighty times.
            "}q\u{00}"
                + (0..<12).map { level in
                    "}("
                        + (0..<80).map { "K\(UnicodeScalar($0)!)h\(UnicodeScalar(level)!)" }
                        .joined()
                        + "uq\(UnicodeScalar(level + 1)!)"
                }.joined() + ".", "too many values"),
    ]

    /// Pickles from which Python would import and call something. They contain no tensors; the
    /// names in them are listed.
    static let objects: [Attack] = [
        .init("os.system", "cos\nsystem\n(U\u{02}lstR.", "os.system"),
        .init("builtins.eval", "c__builtin__\neval\n(U\u{01}1tR.", "__builtin__.eval"),
        .init("INST", "(U\u{02}lsios\nsystem\n.", "os.system"),
        .init("OBJ", "(cos\nsystem\nU\u{02}lso.", "os.system"),
        .init("NEWOBJ", "cm\nC\n)\u{81}.", "m.C"),
        .init("NEWOBJ_EX", "cm\nC\n)}\u{92}.", "m.C"),
        .init("STACK_GLOBAL", "U\u{02}osU\u{06}system\u{93}(U\u{02}lstR.", "os.system"),
        .init("an extension", "\u{82}\u{05})R.", "extension 5"),
        .init("a call of a result", "cm\nf\n)R)R.", "m.f"),
        .init("copyreg", "ccopyreg\n_reconstructor\ncm\nC\nc__builtin__\nobject\nN\u{87}R.", "m.C"),
        .init("calling a storage", "ctorch\nFloatStorage\n)R.", "torch.float32"),
        .init("a tensor of nothing", "ctorch._utils\n_rebuild_tensor_v2\n)R.", "damaged tensor"),
        .init(
            "a subclass of nothing", "ctorch._tensor\n_rebuild_from_type_v2\n)R.", "tensor of an"),
        .init(
            "a subclass that contains itself",
            "ctorch._tensor\n_rebuild_from_type_v2\nq\u{00}](h\u{00}h\u{00}Neq\u{01}R.", "tensor"),
        .init("a storage of nothing", ")Q.", "storage"),
        .init(
            "a storage without a count",
            "(U\u{07}storagectorch\nFloatStorage\nU\u{01}0U\u{03}cpuNtQ.", "storage"),
    ]

    @Test("each is rejected with its reason", arguments: attacks)
    func attack(attack: Attack) throws {
        let message = try message(of: attack.pickle)
        #expect(message.contains(attack.message), "\(message.prefix(300))")
    }

    @Test("objects are named and not built", arguments: objects)
    func object(attack: Attack) throws {
        let file = try checkpoint(attack.pickle)
        #expect(file.entries.isEmpty)
        let entry = try #require(file.unreadable.first)
        #expect(entry.type.contains(attack.message), "\(entry)")
        #expect(file.unreadable.count == 1)
    }

    /// Values that are stepped over, each beside the text "b" with the key "a".
    @Test(
        "unknown values do not affect the values beside them",
        arguments: [
            "U\u{01}\u{FF}", "\u{8A}\u{09}123456789", "C\u{02}\u{FF}\u{00}", "\u{8C}\u{01}x",
            "\u{8D}\u{01}\u{00}\u{00}\u{00}\u{00}\u{00}\u{00}\u{00}x", "I12\n", "L12L\n", "F1.5\n",
            "S'x'\n", "Vx\n", "\u{8F}", "(NN\u{91}", "(U\u{01}kNd", "\u{8F}(NN\u{90}", "N2\u{30}",
            "((NN1", "\u{95}\u{05}\u{00}\u{00}\u{00}\u{00}\u{00}\u{00}\u{00}N", "N\u{94}",
            "Np7\n0g7\n",
            "\u{97}\u{98}", "}q\u{00}U\u{01}ah\u{00}s", "]q\u{00}h\u{00}a",
        ])
    func values(opcodes: String) throws {
        let before = "}U\u{01}aU\u{01}bsU\u{01}c"
        let isMark = opcodes == "((NN1"
        let pickle = before + (isMark ? opcodes + "1N" : opcodes) + "sU\u{01}dU\u{01}es."
        let file = try checkpoint(pickle.unicodeScalars.map { UInt8($0.value) })
        #expect(file.metadata["a"] == "b" && file.metadata["d"] == "e")
        #expect(file.entries.isEmpty)
    }

    @Test("containers that are nested very deep are named")
    func deepDictionaries() throws {
        let nested =
            Self.repeated("}U\u{01}a", 300_000) + "N" + Self.repeated("s", 300_000) + "."
        let file = try checkpoint(Array(nested.utf8))
        #expect(file.unreadable.map(\.reason) == [.nestedTooDeep])
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
            ([2_000_000], [0], 0, 4, "does not fit its storage"),
            ([64], [0], 4, 4, "does not fit its storage"),
            ([64, 2], [0, 4], 0, 4, "does not fit its storage"),
            ([2], [0x7FFF_FFFF], 0, 4, "does not fit its storage"),
            ([-1], [1], 0, 4, "impossible shape"),
            ([0x7FFF_FFFF, 0x7FFF_FFFF, 0x7FFF_FFFF], [0, 0, 0], 0, 4, "impossible shape"),
            ([5], [1], 0, 5, "needs 5 elements of its storage, which has 4"),
            ([2], [0x7FFF_FFFE], 0, 0x7FFF_FFFF, "needs 2147483647 elements"),
        ] as [([Int], [Int], Int, Int, String)])
    func misfits(extents: [Int], strides: [Int], offset: Int, count: Int, expected: String) throws {
        let file = try checkpoint(Self.tensor(extents, strides, offset, count))
        #expect(file.entries.isEmpty)
        #expect(file.unreadable.map(\.name) == ["a"])
        let error = try #require(throws: WeightsError.self) { try file.tensor(named: "a") }
        #expect("\(error)".contains(expected), "\(error)")
        #expect("\(error)".contains("model.pth: tensor 'a': "))
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
        #expect(try values([64], [0], 2) == [Float](repeating: 2, count: 64))
        #expect(try values([3, 2], [0, 1], 1) == [1, 2, 1, 2, 1, 2])
    }

    /// The elements of such a tensor are not yet negated in the file.
    @Test(
        "tensors with an operation that is not applied yet are not read",
        arguments: ["neg", "conj"])
    func pendingOperations(name: String) throws {
        func metadata(_ value: UInt8) -> [UInt8] {
            let key = [UInt8(ascii: "U"), UInt8(name.utf8.count)] + Array(name.utf8)
            return [0x89] + Array("N}".utf8) + key + [value] + Array("s".utf8)
        }
        let file = try checkpoint(Self.tensor([4], [1], 0, 4, more: metadata(0x88)))
        let error = try #require(throws: WeightsError.self) { try file.tensor(named: "a") }
        #expect(error.reason == .pending(name))
        #expect("\(error)".hasSuffix("save it with .resolve_\(name)()"))
        let plain = try checkpoint(Self.tensor([4], [1], 0, 4, more: metadata(0x89)))
        #expect(try plain.tensor(named: "a").values == [0, 1, 2, 3])
    }

    /// The pickle of `{"a": tensor}` over the storage "0".
    /// - Parameter more: the opcodes of more arguments.
    private static func tensor(
        _ extents: [Int], _ strides: [Int], _ offset: Int, _ count: Int, more: [UInt8] = []
    ) -> [UInt8] {
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
            + tuple(extents) + tuple(strides) + more + Array("tRs.".utf8)
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
