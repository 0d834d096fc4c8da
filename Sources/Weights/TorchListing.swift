import Tensors

/// A list of the tensors and metadata in the dictionaries, lists and objects of a checkpoint.
struct TorchListing {
    private let layout: TorchLayout
    private let path: String
    private(set) var entries: [WeightsEntry] = []
    private(set) var unreadable: [UnreadableEntry] = []
    private(set) var metadata: [String: String] = [:]
    private var names: Set<String> = []
    /// The containers that were listed at least once.
    private var listed: Set<Container> = []
    /// The containers that contain the current value.
    private var open: Set<Container> = []
    /// The number of values that were listed again, under another name. It is limited, since a
    /// short pickle can contain very many names for one value.
    private var repeated = 0

    /// The bytes of all names. They are limited for the same reason.
    private var nameBytes = 0

    private static let maximumDepth = 64
    private static let maximumNameBytes = 1 << 28
    private static let maximumRepeated = 1_000_000
    // Many objects can share their arguments and attributes, so few of them are looked at.
    private static let maximumArguments = 16
    private static let maximumAttributes = 500
    /// The number of elements of a tensor that repeats those of a smaller storage, as
    /// `torch.Tensor.expand` makes it. It is limited, since it could need any amount of memory.
    private static let maximumExpanded = 1 << 20

    private enum Container: Hashable {
        case sequence(Int)
        case dictionary(Int)
        case object(Int)
    }

    init(layout: TorchLayout, path: String) {
        self.layout = layout
        self.path = path
    }

    /// Lists everything in the file.
    /// - Throws: `WeightsError` if the file has too many values.
    mutating func addRoot() throws {
        try add(layout.root, name: "", depth: 0)
        // A file without anything else is described by the classes of its objects, such as a
        // pickled module without parameters.
        guard entries.isEmpty, unreadable.isEmpty, metadata.isEmpty else { return }
        var classes: Set<String> = []
        for object in layout.pickle.objects where classes.insert(object.name).inserted {
            addUnreadable("", type: object.name)
        }
    }

    private mutating func add(_ value: PickleValue, name: String, depth: Int) throws {
        nameBytes += name.utf8.count
        guard nameBytes <= Self.maximumNameBytes else { throw tooManyValues }
        switch value {
        case .dictionary(let index):
            let count = layout.pickle.dictionaries[index].count
            guard try enter(.dictionary(index), count, name, depth) else { return }
            try addItems(index, name: name, depth: depth)
            open.remove(.dictionary(index))
        case .sequence(let index):
            let count = layout.pickle.sequences[index].count
            guard try enter(.sequence(index), count, name, depth) else { return }
            try addElements(index, name: name, depth: depth)
            open.remove(.sequence(index))
        case .object(let index):
            guard try enter(.object(index), 1, name, depth) else { return }
            try addObject(layout.pickle.objects[index], name: name, depth: depth)
            open.remove(.object(index))
        case .tensor(let index): add(layout.pickle.tensors[index], name: name)
        case .storage: addUnreadable(name, type: "storage")
        case .none, .boolean, .integer, .number, .text, .opaque, .global:
            if !name.isEmpty, let text = Self.text(value) { metadata[name] = text }
        }
    }

    private var tooManyValues: WeightsError {
        WeightsError(path, .pickle("too many values", at: 0))
    }

    /// Begins to list a container.
    /// - Returns: false if it contains itself or is nested too deep.
    private mutating func enter(
        _ container: Container, _ count: Int, _ name: String, _ depth: Int
    ) throws -> Bool {
        guard depth < Self.maximumDepth else {
            unreadable.append(
                UnreadableEntry(name: name, type: "container", extents: nil, .nestedTooDeep))
            return false
        }
        if !listed.insert(container).inserted {
            repeated += count
            guard repeated <= Self.maximumRepeated else { throw tooManyValues }
        }
        return open.insert(container).inserted
    }

    /// Lists the items of a dictionary; as in Python, the last value of a key counts.
    private mutating func addItems(_ index: Int, name: String, depth: Int) throws {
        var members: [(key: String, value: PickleValue)] = []
        var positions: [String: Int] = [:]
        for (number, item) in layout.pickle.dictionaries[index].enumerated() {
            let key = Self.text(item.key) ?? "[\(number)]"
            if let position = positions[key] {
                members[position].value = item.value
            } else {
                positions[key] = members.count
                members.append((key, item.value))
            }
        }
        for (key, value) in members {
            try add(value, name: name.isEmpty ? key : "\(name).\(key)", depth: depth + 1)
        }
    }

    /// Lists the tensors and containers in a list; of other objects, the first of each class.
    private mutating func addElements(_ index: Int, name: String, depth: Int) throws {
        var classes: Set<String> = []
        for (number, value) in layout.pickle.sequences[index].enumerated() {
            switch value {
            case .object(let object):
                let isNew = classes.insert(layout.pickle.objects[object].name).inserted
                guard isNew || hasContents(layout.pickle.objects[object]) else { continue }
            case .dictionary, .sequence, .tensor: break
            default: continue
            }
            try add(value, name: name.isEmpty ? "\(number)" : "\(name).\(number)", depth: depth + 1)
        }
    }

    private func hasContents(_ object: PickleObject) -> Bool {
        object.items != nil || object.elements != nil || !dictionaries(of: object).isEmpty
    }

    /// The dictionaries of the attributes, and those among the first arguments.
    private func dictionaries(of object: PickleObject) -> [Int] {
        var values = Array(object.arguments.prefix(Self.maximumArguments))
        switch object.state {
        case .dictionary(let index)?: values.append(.dictionary(index))
        // The dictionary of the attributes, and that of the slots.
        case .sequence(let parts)?: values += layout.pickle.sequences[parts].prefix(2)
        default: break
        }
        return values.compactMap { if case .dictionary(let index) = $0 { index } else { nil } }
    }

    /// Lists the contents of an object that is not built. The names in a pickled `torch.nn.Module`
    /// are those of its state dict.
    private mutating func addObject(_ object: PickleObject, name: String, depth: Int) throws {
        guard hasContents(object) else { return addUnreadable(name, type: object.name) }
        for dictionary in dictionaries(of: object) {
            let parts = moduleParts(dictionary)
            if parts.isEmpty {
                try add(.dictionary(dictionary), name: name, depth: depth + 1)
            }
            for part in parts { try add(part, name: name, depth: depth + 1) }
        }
        if let items = object.items {
            try add(.dictionary(items), name: name, depth: depth + 1)
        }
        if let elements = object.elements {
            try add(.sequence(elements), name: name, depth: depth + 1)
        }
    }

    /// The dictionaries of parameters, buffers and modules among the attributes of a module; empty
    /// for other objects.
    private func moduleParts(_ dictionary: Int) -> [PickleValue] {
        let items = layout.pickle.dictionaries[dictionary]
        guard items.count <= Self.maximumAttributes else { return [] }
        let parts = items.filter { item in
            guard case .text(let key) = item.key else { return false }
            return ["_parameters", "_buffers", "_modules"].contains(key)
        }
        return parts.count == 3 ? parts.map(\.value) : []
    }

    private mutating func addUnreadable(_ name: String, type: String) {
        unreadable.append(
            UnreadableEntry(name: name, type: type, extents: nil, .notATensor(type)))
    }

    private static func text(_ value: PickleValue) -> String? {
        switch value {
        case .text(let text): text
        case .integer(let integer): "\(integer)"
        case .number(let number): "\(number)"
        case .boolean(let boolean): "\(boolean)"
        default: nil
        }
    }

    private mutating func add(_ tensor: TorchTensor, name: String) {
        let storage = tensor.storage
        func fail(_ reason: WeightsError.Reason) -> UnreadableEntry {
            UnreadableEntry(
                name: name, type: storage.type.name, extents: tensor.extents, reason)
        }
        guard names.insert(name).inserted else { return unreadable.append(fail(.duplicateName)) }
        switch entry(name, tensor) {
        case .success(let entry): entries.append(entry)
        case .failure(let reason): unreadable.append(fail(reason))
        }
    }

    /// Checks a tensor against its storage.
    private func entry(
        _ name: String, _ tensor: TorchTensor
    ) -> Result<WeightsEntry, WeightsError.Reason> {
        let storage = tensor.storage
        guard let type = storage.type.elements else {
            return .failure(.elementType(storage.type.name))
        }
        guard type.byteCount(tensor.extents) != nil else { return .failure(.shape(tensor.extents)) }
        let shape = Shape(tensor.extents)
        if let operation = tensor.pending { return .failure(.pending(operation)) }
        let largest = max(storage.count, Self.maximumExpanded)
        guard let elements = tensor.elements, shape.count <= largest else {
            return .failure(
                .strides(tensor.strides, offset: tensor.offset, shape, storage: storage.count))
        }
        guard let range = layout.storages[storage.key] else {
            return .failure(.storage(storage.key))
        }
        let available = range.count / type.size
        guard elements.upperBound <= available - storage.start else {
            let needed = storage.start + elements.upperBound
            return .failure(.elements(needed: needed, available: available))
        }
        let first = range.lowerBound + (storage.start + elements.lowerBound) * type.size
        return .success(
            WeightsEntry(
                name: name, type: type, shape: shape,
                bytes: first..<first + elements.count * type.size,
                strides: tensor.isDense ? nil : tensor.strides))
    }
}

extension TorchTensor {
    /// The range from the first to the last element in the storage; nil if the storage does not
    /// contain it.
    fileprivate var elements: Range<Int>? {
        guard strides.count == extents.count, offset >= 0, offset <= storage.count else {
            return nil
        }
        guard !extents.contains(0) else { return offset..<offset }
        var last = offset
        for (extent, stride) in zip(extents, strides) {
            let (step, overflow) = (extent - 1).multipliedReportingOverflow(by: stride)
            guard stride >= 0, !overflow, step < storage.count - last else { return nil }
            last += step
        }
        return last < storage.count ? offset..<last + 1 : nil
    }

    /// True if the elements are in row-major order without gaps.
    fileprivate var isDense: Bool {
        var expected = 1
        for (extent, stride) in zip(extents, strides).reversed() where extent != 1 {
            if stride != expected && extent != 0 { return false }
            expected *= extent
        }
        return true
    }
}
