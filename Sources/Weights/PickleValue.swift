/// A value of a pickle. Containers are indices into the arrays of the reader, so that values can
/// share them and deeply nested containers are freed without recursion.
enum PickleValue {
    case none
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    /// Bytes, a very long text or a very large integer; the contents are not kept.
    case opaque
    /// A tuple, list or set: an index into `PickleReader.sequences`.
    case sequence(Int)
    /// An index into `PickleReader.dictionaries`.
    case dictionary(Int)
    case global(PickleGlobal)
    /// An index into `PickleReader.storages`.
    case storage(Int)
    /// An index into `PickleReader.tensors`.
    case tensor(Int)
    /// An index into `PickleReader.objects`.
    case object(Int)
}

/// An object in a pickle that is not built: the name of its class, and the values from which Python
/// would build it.
struct PickleObject {
    /// The class or function, such as `argparse.Namespace`.
    let name: String
    /// The arguments of the call.
    let arguments: [PickleValue]
    /// The attributes, normally a dictionary.
    var state: PickleValue?
    /// The dictionary of the items, if the class is a kind of dictionary.
    var items: Int?
    /// The sequence of the elements, if the class is a kind of list.
    var elements: Int?
}

/// A Python name in a pickle. Only names from which tensors consist have a meaning.
enum PickleGlobal: Hashable {
    case orderedDictionary
    /// A function or class that returns its first argument as a container: `torch.Size`, `set`.
    case container
    /// `torch._utils._rebuild_tensor(storage, offset, size, stride)`, and `_v2` with more
    /// arguments.
    case rebuildTensor
    /// `torch._utils._rebuild_tensor_v3(storage, offset, size, stride, _, _, type)`, over a storage
    /// of bytes.
    case rebuildTensorOfType
    /// `torch._tensor._rebuild_from_type_v2(function, class, arguments, state)`: a tensor of a
    /// subclass.
    case rebuildSubclass
    /// A function or class whose first argument is the tensor, such as `torch.nn.Parameter`.
    case parameter
    /// The bytes of a text, as protocol 2 writes them.
    case bytes
    case storage(StorageType)
    case type(StorageType)
    /// Any other name; it is never imported.
    case other(String)

    init(module: String, name: String) {
        self =
            switch (module, name) {
            case ("collections", "OrderedDict"): .orderedDictionary
            case ("torch", "Size"), ("builtins", "set"), ("builtins", "frozenset"),
                ("builtins", "list"), ("builtins", "tuple"), ("__builtin__", "set"),
                ("__builtin__", "frozenset"), ("__builtin__", "list"), ("__builtin__", "tuple"):
                .container
            case ("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"):
                .rebuildTensor
            case ("torch._utils", "_rebuild_tensor_v3"): .rebuildTensorOfType
            case ("torch._tensor", "_rebuild_from_type"),
                ("torch._tensor", "_rebuild_from_type_v2"):
                .rebuildSubclass
            case ("torch._utils", "_rebuild_parameter"),
                ("torch._utils", "_rebuild_parameter_with_state"),
                ("torch._utils", "_rebuild_device_tensor_from_cpu_tensor"),
                ("torch.nn.parameter", "Parameter"), ("torch.nn.parameter", "Buffer"):
                .parameter
            case ("_codecs", "encode"): .bytes
            case ("torch", _), ("torch.cuda", _), ("torch.storage", _):
                StorageType.ofStorage(named: name).map { .storage($0) }
                    ?? StorageType.named(name).map { .type($0) } ?? .other("\(module).\(name)")
            default: .other(module.isEmpty ? name : "\(module).\(name)")
            }
    }
}

/// A storage that a pickle refers to: a sequence of elements outside the pickle.
struct TorchStorage {
    let key: String
    let type: StorageType
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
    /// The operation that PyTorch applies to the elements when they are read, `neg` or `conj`; nil
    /// if the elements are the values.
    var pending: String?
}
