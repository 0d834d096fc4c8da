extension PickleReader {
    /// The largest number of axes of a tensor in PyTorch.
    private static let maximumRank = 64
    private static let maximumPairs = 1_000_000

    /// The object that a persistent id describes: a storage `("storage", type, key, location,
    /// count)`, in old files with a view `(key, offset, count)`; or, in old files, a class
    /// `("module", class, file, source)`.
    mutating func persistent(_ id: PickleValue) -> PickleValue {
        guard case .sequence(let index) = id else { return object("persistent object", []) }
        let parts = sequences[index]
        if parts.count >= 2, case .text("module") = parts[0] { return parts[1] }
        guard parts.count >= 5, case .text("storage") = parts[0],
            case .global(.storage(let type)) = parts[1], case .text(let key) = parts[2],
            case .integer(let count) = parts[4], count >= 0
        else { return object("storage", parts) }
        var view = (start: 0, count: count)
        if parts.count > 5, case .sequence(let viewIndex) = parts[5] {
            let part = sequences[viewIndex]
            guard part.count == 3, case .integer(let start) = part[1],
                case .integer(let length) = part[2],
                start >= 0, length >= 0, start <= count, length <= count - start
            else { return object("storage", parts) }
            view = (start, length)
        }
        storages.append(TorchStorage(key: key, type: type, count: view.count, start: view.start))
        return .storage(storages.count - 1)
    }

    /// The result of a call: a tensor or a container, or an object that describes the call.
    mutating func result(of callee: PickleValue, _ arguments: [PickleValue]) throws -> PickleValue {
        switch callee {
        case .global(.orderedDictionary): return try dictionary(of: arguments)
        case .global(.container):
            if arguments.isEmpty {
                sequences.append([])
                return .sequence(sequences.count - 1)
            }
            if case .sequence? = arguments.first { return arguments[0] }
        case .global(.bytes): return .opaque
        case .global(.parameter): if case .tensor? = arguments.first { return arguments[0] }
        case .global(.rebuildTensor), .global(.rebuildTensorOfType):
            if let tensor = tensor(callee, arguments) { return tensor }
        case .global(.rebuildSubclass):
            if arguments.count >= 3, case .sequence(let index) = arguments[2],
                let tensor = tensor(arguments[0], sequences[index])
            {
                return tensor
            }
        case .global, .object: break
        default: throw failure("expected a name and its arguments")
        }
        return object(name(of: callee, arguments), arguments)
    }

    private mutating func object(_ name: String, _ arguments: [PickleValue]) -> PickleValue {
        objects.append(PickleObject(name: name, arguments: arguments))
        return .object(objects.count - 1)
    }

    /// The class of an object. The functions of `copyreg` and of subclasses of tensors have the
    /// class as an argument.
    private func name(of callee: PickleValue, _ arguments: [PickleValue]) -> String {
        switch callee {
        case .object(let index): return objects[index].name
        case .global(.rebuildSubclass):
            if arguments.count > 1, case .global = arguments[1] {
                return name(of: arguments[1], [])
            }
            return "tensor of an unknown class"
        case .global(.other(let name)):
            if name.hasPrefix("copyreg.") || name.hasPrefix("copy_reg."),
                case .global? = arguments.first
            {
                return self.name(of: arguments[0], [])
            }
            return name
        case .global(.rebuildTensor), .global(.rebuildTensorOfType): return "damaged tensor"
        case .global(.parameter): return "torch.nn.parameter.Parameter"
        case .global(.storage(let type)), .global(.type(let type)): return "torch.\(type.name)"
        default: return "unknown object"
        }
    }

    /// The dictionary that `OrderedDict(pairs)` would build.
    private mutating func dictionary(of arguments: [PickleValue]) throws -> PickleValue {
        var items: [(key: PickleValue, value: PickleValue)] = []
        if case .sequence(let pairs)? = arguments.first {
            copiedPairs += sequences[pairs].count
            guard copiedPairs <= Self.maximumPairs else { throw failure("too many values") }
            for case .sequence(let pair) in sequences[pairs] where sequences[pair].count == 2 {
                items.append((sequences[pair][0], sequences[pair][1]))
            }
        } else if case .dictionary(let index)? = arguments.first {
            copiedPairs += dictionaries[index].count
            guard copiedPairs <= Self.maximumPairs else { throw failure("too many values") }
            items = dictionaries[index]
        }
        dictionaries.append(items)
        return .dictionary(dictionaries.count - 1)
    }

    /// The tensor that a function of `torch._utils` would build; nil if the arguments are not those
    /// of a tensor.
    private mutating func tensor(_ callee: PickleValue, _ arguments: [PickleValue]) -> PickleValue?
    {
        guard arguments.count >= 4, case .storage(let index) = arguments[0],
            case .integer(let offset) = arguments[1],
            let extents = integers(arguments[2]), let strides = integers(arguments[3])
        else { return nil }
        var storage = storages[index]
        var metadata: PickleValue?
        switch callee {
        case .global(.rebuildTensor): metadata = arguments.dropFirst(6).first
        case .global(.rebuildTensorOfType):
            guard arguments.count >= 7, case .global(.type(let type)) = arguments[6],
                storage.type.size == 1, storage.start == 0
            else { return nil }
            storage = TorchStorage(
                key: storage.key, type: type, count: storage.count / type.size, start: 0)
            metadata = arguments.dropFirst(7).first
        default: return nil
        }
        tensors.append(
            TorchTensor(
                storage: storage, offset: offset, extents: extents, strides: strides,
                pending: metadata.flatMap(pendingOperation)))
        return .tensor(tensors.count - 1)
    }

    /// The operation in the metadata of a tensor, `{"neg": True}` or `{"conj": True}`: tensors
    /// such as `x.conj().imag` are views of the elements before the operation.
    private func pendingOperation(_ metadata: PickleValue) -> String? {
        guard case .dictionary(let index) = metadata else { return nil }
        for case (.text(let key), let value) in dictionaries[index].prefix(Self.maximumRank)
        where ["neg", "conj"].contains(key) {
            switch value {
            case .boolean(false), .integer(0), .none: continue
            default: return key
            }
        }
        return nil
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
}
