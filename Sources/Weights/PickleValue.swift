/// A value of a pickle. Containers are places in the reader's arenas, so that values may share them
/// and that even absurdly nested ones are freed without recursion.
enum PickleValue {
    case none
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    /// A tuple or list: `Pickle.sequences[index]`.
    case sequence(Int)
    /// `Pickle.dictionaries[index]`
    case dictionary(Int)
    case global(PickleGlobal)
    /// `Pickle.storages[index]`
    case storage(Int)
    /// `Pickle.tensors[index]`
    case tensor(Int)
}

/// The names of Python that a checkpoint may use; all others are refused.
enum PickleGlobal: Hashable {
    case orderedDictionary
    /// `torch._utils._rebuild_tensor(storage, offset, size, stride)`, and `_v2` with more
    /// arguments.
    case rebuildTensor
    /// `torch.nn.Parameter(tensor, ...)`, however it is spelled.
    case parameter
    case storage(ElementType)

    init?(module: String, name: String) {
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDictionary
        case ("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"):
            self = .rebuildTensor
        case ("torch._utils", "_rebuild_parameter"), ("torch.nn.parameter", "Parameter"):
            self = .parameter
        case ("torch", _):
            guard let type = Self.storages[name] else { return nil }
            self = .storage(type)
        default: return nil
        }
    }

    /// The class of PyTorch's storages of a type.
    static func storageName(of type: ElementType) -> String? {
        storages.first { $0.value == type }?.key
    }

    private static let storages: [String: ElementType] = [
        "DoubleStorage": .float64, "FloatStorage": .float32, "HalfStorage": .float16,
        "BFloat16Storage": .bfloat16, "LongStorage": .int64, "IntStorage": .int32,
        "ShortStorage": .int16, "CharStorage": .int8, "ByteStorage": .uint8,
        "BoolStorage": .boolean,
    ]
}

/// A storage that a pickle refers to: a run of elements kept outside the pickle.
struct TorchStorage {
    let key: String
    let type: ElementType
    /// The number of elements.
    let count: Int
    /// Where it begins in the storage `key`, in elements: old files have views of storages.
    let start: Int
}

/// A tensor as a pickle describes it, not yet checked against its storage.
struct TorchTensor {
    let storage: TorchStorage
    let offset: Int
    let extents: [Int]
    let strides: [Int]
}
