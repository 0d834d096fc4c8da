/// A value of a pickle. Containers are indices into the arrays of the reader, so that values can
/// share them and deeply nested containers are freed without recursion.
enum PickleValue {
    case none
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    /// A tuple or list: an index into `PickleReader.sequences`.
    case sequence(Int)
    /// An index into `PickleReader.dictionaries`.
    case dictionary(Int)
    case global(PickleGlobal)
    /// An index into `PickleReader.storages`.
    case storage(Int)
    /// An index into `PickleReader.tensors`.
    case tensor(Int)
}

/// The Python names that a checkpoint may use; all others are rejected.
enum PickleGlobal: Hashable {
    case orderedDictionary
    /// `torch._utils._rebuild_tensor(storage, offset, size, stride)`, and `_v2` with more
    /// arguments.
    case rebuildTensor
    /// `torch.nn.Parameter(tensor, ...)`, in both spellings.
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

    /// The name of PyTorch's storage class for an element type; nil if there is none.
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

/// A storage that a pickle refers to: a sequence of elements outside the pickle.
struct TorchStorage {
    let key: String
    let type: ElementType
    /// The number of elements.
    let count: Int
    /// The first element in the storage `key`: in old files a storage can be a view.
    let start: Int
}

/// A tensor as a pickle describes it, not yet checked against its storage.
struct TorchTensor {
    let storage: TorchStorage
    let offset: Int
    let extents: [Int]
    let strides: [Int]
}
