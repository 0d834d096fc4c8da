import Files

/// A reader of the pickles in PyTorch checkpoints, of protocols 1 to 5. It builds tensors and
/// containers; objects of all other classes become a `PickleObject`. Nothing is imported, called or
/// executed.
///
/// The opcodes are documented in Python's `Lib/pickletools.py`; PyTorch writes them in
/// `torch/serialization.py`.
struct PickleReader {
    private(set) var cursor: PickleCursor
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    /// The number of pairs that were copied from lists to dictionaries. It is limited, since a
    /// short pickle can create many copies of one list.
    var copiedPairs = 0

    var sequences: [[PickleValue]] = []
    var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    var storages: [TorchStorage] = []
    var tensors: [TorchTensor] = []
    var objects: [PickleObject] = []

    init(_ bytes: FileWindow, at offset: Int = 0, path: String) {
        cursor = PickleCursor(bytes, at: offset, path: path)
    }

    /// Reads one pickle, up to and including its STOP opcode.
    /// - Throws: `WeightsError`.
    mutating func read() throws -> PickleValue {
        stack = []
        marks = []
        memo = [:]
        while true {
            let opcode = UnicodeScalar(try cursor.opcode())
            if opcode == "." { return try pop() }
            if try pushScalar(opcode) { continue }
            if try pushContainer(opcode) { continue }
            try execute(opcode)
        }
    }

    /// Executes the opcodes for numbers, texts and bytes.
    /// - Returns: false for other opcodes.
    private mutating func pushScalar(_ opcode: UnicodeScalar) throws -> Bool {
        switch opcode {
        case "N": stack.append(.none)
        case "\u{88}": stack.append(.boolean(true))
        case "\u{89}": stack.append(.boolean(false))
        case "K": stack.append(.integer(try cursor.integer(UInt8.self)))
        case "M": stack.append(.integer(try cursor.integer(UInt16.self)))
        case "J": stack.append(.integer(try cursor.integer(Int32.self)))
        case "\u{8A}": stack.append(try cursor.long(length: cursor.integer(UInt8.self)))
        case "\u{8B}": stack.append(try cursor.long(length: cursor.integer(Int32.self)))
        case "I", "L": stack.append(try cursor.decimal().map { .integer($0) } ?? .opaque)
        case "F": stack.append(Double(try cursor.line()).map { .number($0) } ?? .opaque)
        case "G": stack.append(.number(try cursor.double()))
        case "U", "\u{8C}": stack.append(try cursor.text(length: cursor.integer(UInt8.self)))
        case "T", "X": stack.append(try cursor.text(length: cursor.integer(UInt32.self)))
        case "\u{8D}": stack.append(try cursor.text(length: cursor.integer(UInt64.self)))
        case "S", "V": stack.append(.text(try cursor.line()))
        case "C": stack.append(try cursor.skip(cursor.integer(UInt8.self)))
        case "B": stack.append(try cursor.skip(cursor.integer(UInt32.self)))
        case "\u{8E}", "\u{96}": stack.append(try cursor.skip(cursor.integer(UInt64.self)))
        case "\u{97}": stack.append(.opaque)
        default: return false
        }
        return true
    }

    /// Executes the opcodes for the memo, tuples, lists, sets and dictionaries.
    /// - Returns: false for other opcodes.
    private mutating func pushContainer(_ opcode: UnicodeScalar) throws -> Bool {
        switch opcode {
        case "(": marks.append(stack.count)
        case "q": memo[try cursor.integer(UInt8.self)] = try top()
        case "r": memo[try cursor.integer(UInt32.self)] = try top()
        case "p": if let key = try cursor.decimal() { memo[key] = try top() }
        case "\u{94}": memo[memo.count] = try top()
        case "h": try recall(cursor.integer(UInt8.self))
        case "j": try recall(cursor.integer(UInt32.self))
        case "g": try recall(cursor.decimal() ?? -1)
        case ")", "]", "\u{8F}": pushSequence([])
        case "}": pushDictionary()
        case "t", "l", "\u{91}": pushSequence(try popMark())
        case "d":
            let items = try popMark()
            pushDictionary()
            try set(items)
        case "\u{85}": pushSequence(try pop(1))
        case "\u{86}": pushSequence(try pop(2))
        case "\u{87}": pushSequence(try pop(3))
        case "a": try extend(by: try pop(1))
        case "e", "\u{90}": try extend(by: try popMark())
        case "s": try set(try pop(2))
        case "u": try set(try popMark())
        default: return false
        }
        return true
    }

    /// Executes the opcodes for the stack, names and objects.
    private mutating func execute(_ opcode: UnicodeScalar) throws {
        switch opcode {
        case "\u{80}":
            let version = try cursor.integer(UInt8.self)
            guard version <= 5 else { throw failure("protocol \(version), expected 1 to 5") }
        case "\u{95}": _ = try cursor.integer(UInt64.self)
        case "\u{98}": _ = try top()
        case "0": if stack.count > floor { stack.removeLast() } else { _ = try popMark() }
        case "1": _ = try popMark()
        case "2": stack.append(try top())
        case "c":
            let (module, name) = (try cursor.line(), try cursor.line())
            stack.append(.global(PickleGlobal(module: module, name: name)))
        case "\u{93}":
            guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
                throw failure("expected the texts of a name")
            }
            stack.append(.global(PickleGlobal(module: module, name: name)))
        case "\u{82}": try pushExtension(cursor.integer(UInt8.self))
        case "\u{83}": try pushExtension(cursor.integer(UInt16.self))
        case "\u{84}": try pushExtension(cursor.integer(Int32.self))
        case "P": throw failure("a storage of protocol 0; save the file with protocol 2")
        case "Q": stack.append(persistent(try pop()))
        case "R", "\u{81}": try call(arguments: pop())
        case "\u{92}":
            _ = try pop()
            try call(arguments: pop())
        case "o":
            let values = try popMark()
            guard let callee = values.first else { throw failure("expected a class") }
            stack.append(try result(of: callee, Array(values.dropFirst())))
        case "i":
            let (module, name) = (try cursor.line(), try cursor.line())
            let callee = PickleValue.global(PickleGlobal(module: module, name: name))
            stack.append(try result(of: callee, try popMark()))
        case "b": try build()
        default: throw failure("unknown opcode 0x\(String(opcode.value, radix: 16))")
        }
    }

    func failure(_ what: String) -> WeightsError { cursor.failure(what) }
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

    private mutating func pushExtension(_ code: Int) {
        stack.append(.global(.other("extension \(code)")))
    }

    private mutating func extend(by items: [PickleValue]) throws {
        switch try top() {
        case .sequence(let index): sequences[index].append(contentsOf: items)
        case .object(let index):
            let elements = objects[index].elements ?? sequences.count
            if elements == sequences.count { sequences.append([]) }
            objects[index].elements = elements
            sequences[elements].append(contentsOf: items)
        default: throw failure("expected a list")
        }
    }

    private mutating func set(_ items: [PickleValue]) throws {
        guard items.count.isMultiple(of: 2) else { throw failure("expected pairs") }
        let target: Int
        switch try top() {
        case .dictionary(let index): target = index
        case .object(let index):
            target = objects[index].items ?? dictionaries.count
            if target == dictionaries.count { dictionaries.append([]) }
            objects[index].items = target
        default: throw failure("expected a dictionary")
        }
        for pair in stride(from: 0, to: items.count, by: 2) {
            dictionaries[target].append((items[pair], items[pair + 1]))
        }
    }

    /// Calls the class or function on the stack.
    private mutating func call(arguments: PickleValue) throws {
        guard case .sequence(let index) = arguments else {
            throw failure("expected a name and its arguments")
        }
        stack.append(try result(of: try pop(), sequences[index]))
    }

    /// Keeps the attributes of an object. Those of dictionaries, such as the version of a state
    /// dict, and of tensors are not needed.
    private mutating func build() throws {
        let state = try pop()
        switch try top() {
        case .object(let index): objects[index].state = state
        case .dictionary, .tensor, .sequence, .storage, .opaque: break
        default: throw failure("expected an object")
        }
    }
}
