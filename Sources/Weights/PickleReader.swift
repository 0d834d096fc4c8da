import Files

/// A reader of the pickles in PyTorch checkpoints. It supports protocol 2, the opcodes for tensors
/// in dictionaries, and the names in `PickleGlobal`. It builds plain values; nothing is imported,
/// called or executed.
///
/// The opcodes are documented in Python's `Lib/pickletools.py`; PyTorch writes them in
/// `torch/serialization.py`.
struct PickleReader {
    private let bytes: FileWindow
    private let path: String
    /// The offset of the next byte to read.
    private(set) var offset: Int
    /// The offset of the current opcode, for messages.
    private var opcodeOffset = 0

    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    /// The number of pairs in all dictionaries. It is limited, since a short pickle can create many
    /// copies of one list.
    private var pairCount = 0
    private static let maximumPairs = 1_000_000
    /// The largest number of axes of a tensor in PyTorch.
    private static let maximumRank = 64

    private(set) var sequences: [[PickleValue]] = []
    private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    private(set) var storages: [TorchStorage] = []
    private(set) var tensors: [TorchTensor] = []

    init(_ bytes: FileWindow, at offset: Int = 0, path: String) {
        self.bytes = bytes
        self.offset = offset
        self.path = path
    }

    /// Reads one pickle, up to and including its STOP opcode.
    /// - Throws: `WeightsError`.
    mutating func read() throws -> PickleValue {
        stack = []
        marks = []
        memo = [:]
        while true {
            opcodeOffset = offset
            let opcode = try fixed(UInt8.self)
            if opcode == UInt8(ascii: ".") { return try pop() }
            try execute(opcode)
        }
    }

    private mutating func execute(_ opcode: UInt8) throws {
        switch UnicodeScalar(opcode) {
        case "\u{80}":
            let version = try integer(UInt8.self)
            guard version == 2 else { throw failure("protocol \(version), expected 2") }
        case "(": marks.append(stack.count)
        case "N": stack.append(.none)
        case "\u{88}": stack.append(.boolean(true))
        case "\u{89}": stack.append(.boolean(false))
        case "K": stack.append(.integer(try integer(UInt8.self)))
        case "M": stack.append(.integer(try integer(UInt16.self)))
        case "J": stack.append(.integer(try integer(Int32.self)))
        case "\u{8A}": try readLong()
        case "G": stack.append(.number(try readDouble()))
        case "X", "T": stack.append(.text(try text(length: integer(UInt32.self))))
        case "U": stack.append(.text(try text(length: integer(UInt8.self))))
        case "q": memo[try integer(UInt8.self)] = try top()
        case "r": memo[try integer(UInt32.self)] = try top()
        case "h": try recall(integer(UInt8.self))
        case "j": try recall(integer(UInt32.self))
        case ")", "]": pushSequence([])
        case "}": pushDictionary()
        case "t", "l": pushSequence(try popMark())
        case "\u{85}": pushSequence(try pop(1))
        case "\u{86}": pushSequence(try pop(2))
        case "\u{87}": pushSequence(try pop(3))
        case "a": try extend(by: try pop(1))
        case "e": try extend(by: try popMark())
        case "s": try set(try pop(2))
        case "u": try set(try popMark())
        case "c": try readGlobal()
        case "Q": try loadPersistent()
        case "R": try reduce()
        case "b": try build()
        default:
            throw WeightsError(
                path, .forbidden("opcode 0x\(String(opcode, radix: 16))", at: opcodeOffset))
        }
    }

    private func failure(_ what: String) -> WeightsError {
        WeightsError(path, .pickle(what, at: opcodeOffset))
    }
}

// MARK: - Operands

extension PickleReader {
    private mutating func fixed<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) throws -> T
    {
        guard let value = bytes.integer(type, at: offset) else {
            throw failure("unexpected end of the pickle")
        }
        offset += MemoryLayout<T>.size
        return value
    }

    private mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) throws
        -> Int
    {
        Int(try fixed(type))
    }

    private mutating func text(length: Int) throws -> String {
        guard let text = bytes.text(at: offset, length: length) else {
            throw failure("a string is truncated or not UTF-8")
        }
        offset += length
        return text
    }

    private mutating func line() throws -> String {
        guard let end = bytes.index(of: UInt8(ascii: "\n"), from: offset) else {
            throw failure("a name is truncated")
        }
        let line = try text(length: end - offset)
        offset += 1
        return line
    }

    private mutating func readDouble() throws -> Double {
        // This is the only big-endian operand.
        Double(bitPattern: try fixed(UInt64.self).byteSwapped)
    }

    /// Reads the operand of LONG1, a little-endian two's complement integer of any length.
    /// Checkpoints contain no integers of more than eight bytes.
    private mutating func readLong() throws {
        let length: Int = try integer(UInt8.self)
        guard length <= 8 else {
            throw failure("an integer of \(length) bytes, expected at most 8")
        }
        var value: UInt64 = 0
        var last: UInt8 = 0
        for index in 0..<length {
            last = try fixed(UInt8.self)
            value |= UInt64(last) << UInt64(8 * index)
        }
        if last >= 0x80, length < 8 { value |= ~0 << UInt64(8 * length) }
        stack.append(.integer(Int(Int64(bitPattern: value))))
    }

    private mutating func readGlobal() throws {
        let (module, name) = (try line(), try line())
        guard let global = PickleGlobal(module: module, name: name) else {
            throw WeightsError(path, .forbidden("the name '\(module).\(name)'", at: opcodeOffset))
        }
        stack.append(.global(global))
    }
}

// MARK: - Stack, memo and containers

extension PickleReader {
    /// The index of the first value above the last mark; values below it must not be popped.
    private var floor: Int { marks.last ?? 0 }

    private func top() throws -> PickleValue {
        guard stack.count > floor, let value = stack.last else {
            throw failure("the stack is empty")
        }
        return value
    }

    private mutating func pop() throws -> PickleValue {
        let value = try top()
        stack.removeLast()
        return value
    }

    private mutating func pop(_ count: Int) throws -> [PickleValue] {
        guard stack.count - floor >= count else { throw failure("too few values on the stack") }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func popMark() throws -> [PickleValue] {
        guard let mark = marks.popLast() else { throw failure("no mark on the stack") }
        defer { stack.removeLast(stack.count - mark) }
        return Array(stack[mark...])
    }

    private mutating func recall(_ key: Int) throws {
        guard let value = memo[key] else { throw failure("no memo with the key \(key)") }
        stack.append(value)
    }

    private mutating func pushSequence(_ items: [PickleValue]) {
        stack.append(.sequence(sequences.count))
        sequences.append(items)
    }

    private mutating func pushDictionary() {
        stack.append(.dictionary(dictionaries.count))
        dictionaries.append([])
    }

    private mutating func extend(by items: [PickleValue]) throws {
        guard case .sequence(let index) = try top() else { throw failure("expected a list") }
        sequences[index].append(contentsOf: items)
    }

    private mutating func set(_ items: [PickleValue]) throws {
        guard case .dictionary(let index) = try top(), items.count.isMultiple(of: 2) else {
            throw failure("expected a dictionary and pairs")
        }
        pairCount += items.count / 2
        guard pairCount <= Self.maximumPairs else { throw failure("too many values") }
        for pair in stride(from: 0, to: items.count, by: 2) {
            dictionaries[index].append((items[pair], items[pair + 1]))
        }
    }
}

// MARK: - Objects

extension PickleReader {
    /// Reads the storage `("storage", type, key, location, count)`; in old files a view `(key,
    /// offset, count)` follows.
    private mutating func loadPersistent() throws {
        guard case .sequence(let index) = try pop(), sequences[index].count >= 5,
            case .text("storage") = sequences[index][0],
            case .global(.storage(let type)) = sequences[index][1],
            case .text(let key) = sequences[index][2],
            case .integer(let count) = sequences[index][4], count >= 0
        else { throw failure("expected the description of a storage") }
        var view = (start: 0, count: count)
        if sequences[index].count > 5, case .sequence(let viewIndex) = sequences[index][5] {
            guard sequences[viewIndex].count == 3,
                case .integer(let start) = sequences[viewIndex][1],
                case .integer(let length) = sequences[viewIndex][2],
                start >= 0, length >= 0, start <= count, length <= count - start
            else { throw failure("expected a view within its storage") }
            view = (start, length)
        }
        stack.append(.storage(storages.count))
        storages.append(
            TorchStorage(key: key, type: type, count: view.count, start: view.start))
    }

    private mutating func reduce() throws {
        guard case .sequence(let index) = try pop(), case .global(let callee) = try pop() else {
            throw failure("expected a name and its arguments")
        }
        let arguments = sequences[index]
        switch callee {
        case .orderedDictionary:
            pushDictionary()
            guard case .sequence(let pairs)? = arguments.first else { return }
            for case .sequence(let pair) in sequences[pairs] { try set(sequences[pair]) }
        case .rebuildTensor:
            stack.append(.tensor(tensors.count))
            tensors.append(try tensor(from: arguments))
        case .parameter:
            guard case .tensor? = arguments.first else {
                throw failure("expected a tensor in a parameter")
            }
            stack.append(arguments[0])
        case .storage: throw failure("expected a tensor or a dictionary, got a storage")
        }
    }

    private func tensor(from arguments: [PickleValue]) throws -> TorchTensor {
        guard arguments.count >= 4, case .storage(let storage) = arguments[0],
            case .integer(let offset) = arguments[1],
            let extents = integers(arguments[2]), let strides = integers(arguments[3])
        else { throw failure("expected a tensor's storage, offset, size and stride") }
        return TorchTensor(
            storage: storages[storage], offset: offset, extents: extents, strides: strides)
    }

    private func integers(_ value: PickleValue) -> [Int]? {
        guard case .sequence(let index) = value, sequences[index].count <= Self.maximumRank else {
            return nil
        }
        var integers: [Int] = []
        for item in sequences[index] {
            guard case .integer(let integer) = item else { return nil }
            integers.append(integer)
        }
        return integers
    }

    /// Ignores the attributes of dictionaries, such as the version of a state dict, and of
    /// parameters, since tensors do not depend on them.
    private mutating func build() throws {
        _ = try pop()
        switch try top() {
        case .dictionary, .tensor: break
        default: throw failure("expected a dictionary or a tensor")
        }
    }
}
